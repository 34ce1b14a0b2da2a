namespace CacheStorm.Host.Network;

/// <summary>Why the parser stopped.</summary>
internal enum ParseStatus
{
    /// <summary>What is left in the buffer is no whole command.</summary>
    NeedMore,

    /// <summary>The batch is full, or a line stands alone in it; there may be more in the buffer.</summary>
    BatchFull,

    /// <summary>The bytes are no request. <see cref="RequestParser.Error"/> says why; the connection must be closed.</summary>
    ProtocolError,
}

/// <summary>
/// Finds the commands in what a client sent: arrays of bulk strings, and lines for people with a terminal. It keeps
/// what it knows of a command that is not whole yet, so no byte is looked at twice however the bytes come in. One
/// for each connection, touched by its owner's thread only; between commands it holds no memory of its own.
/// </summary>
internal sealed partial class RequestParser(ProtocolLimits limits)
{
    // Of a command that is not whole yet; offsets count from its first byte, so its buffer may be moved or exchanged.
    private int _scanned;                   // bytes that are done with
    private int _lineScanned;               // bytes that are known to hold no line end
    private int _missingArguments;          // 0: the header isn't read yet
    private int _bulkLength = NoLength;     // of the argument whose header has been read
    private ArgumentRange[]? _pending;      // the arguments found until now
    private int _pendingCount;

    private const int NoLength = -1;
    private byte[]? _error;

    /// <summary>The error to reply when the status is <see cref="ParseStatus.ProtocolError"/>, with its code.</summary>
    public ReadOnlySpan<byte> Error => _error;

    /// <summary>
    /// How many bytes from the start of the unfinished command are known to be needed at least; 0 when nothing is
    /// known. A transport may size its buffer by this, but must not trust it with memory.
    /// </summary>
    public long ExpectedBytes => _bulkLength == NoLength ? 0 : (long)_scanned + _bulkLength + 2;

    /// <summary>
    /// Parses commands into the batch until the bytes run out or the batch is full. Whoever stops before the end of
    /// the batch calls <see cref="Reset"/> and has the rest parsed again.
    /// </summary>
    /// <param name="buffer">The bytes; an inline command is unquoted in place.</param>
    /// <param name="start">Where they begin: at the same byte where <paramref name="consumed"/> ended the last time.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="batch">Is cleared first.</param>
    /// <param name="authenticated">False holds the client to the small limits for strangers.</param>
    /// <param name="consumed">How many bytes the whole commands (and empty lines) took.</param>
    public ParseStatus Parse(
        byte[] buffer, int start, int count, RequestBatch batch, bool authenticated, out int consumed)
    {
        batch.Clear();
        int position = start;
        int end = start + count;
        ParseStatus status = ParseStatus.NeedMore;
        while (position < end)
        {
            if (batch.IsFull)
            {
                status = ParseStatus.BatchFull;
                break;
            }

            // A line is unquoted over its own bytes, so it must not be parsed ahead of commands that may make the
            // session stop and come back: it has a batch to itself.
            bool isLine = buffer[position] != '*';
            if (isLine && batch.Count > 0)
            {
                status = ParseStatus.BatchFull;
                break;
            }

            int taken = !isLine
                ? ParseArray(buffer.AsSpan(position, end - position), position, batch, authenticated)
                : ParseLine(buffer.AsSpan(position, end - position), position, batch);
            if (taken == 0)
                break;
            if (taken < 0)
            {
                status = ParseStatus.ProtocolError;
                break;
            }
            position += taken;
            if (isLine && batch.Count > 0)
            {
                status = ParseStatus.BatchFull;
                break;
            }
        }
        consumed = position - start;
        return status;
    }

    /// <summary>Forgets an unfinished command.</summary>
    public void Reset()
    {
        _scanned = 0;
        _lineScanned = 0;
        _missingArguments = 0;
        _bulkLength = NoLength;
        _pending = null;
        _pendingCount = 0;
        _error = null;
    }

    private int Fail(ReadOnlySpan<byte> reason)
    {
        _error = [.. "ERR Protocol error: "u8, .. reason];
        return -1;
    }
}
