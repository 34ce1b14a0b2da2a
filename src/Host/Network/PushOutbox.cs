namespace CacheStorm.Host.Network;

/// <summary>
/// Messages for a client that come from other threads: a published message, an invalidation, a line of MONITOR.
/// Guarded by its own lock, which is held for a few instructions only. The owner of the connection moves them into
/// the output, in the order in which they came.
/// </summary>
internal sealed class PushOutbox
{
    private readonly Lock _lock = new();
    private List<ReadOnlyMemory<byte>> _messages = [];
    private List<ReadOnlyMemory<byte>> _spare = [];
    private long _bytes;
    private int _count;
    private bool _closed;
    private bool _overflowed;

    public long Bytes => Volatile.Read(ref _bytes);

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether more came than the limit allows.</summary>
    public bool HasOverflowed => Volatile.Read(ref _overflowed);

    /// <summary>Adds a message. The memory must not change afterwards.</summary>
    /// <param name="message">Whole frames.</param>
    /// <param name="limit">More than this many bytes are not kept; 0 is no limit.</param>
    /// <param name="wasEmpty">Whether the owner has to be told.</param>
    /// <returns>False when the limit is passed: everything was dropped, and the connection must be closed.</returns>
    public bool Add(ReadOnlyMemory<byte> message, long limit, out bool wasEmpty)
    {
        lock (_lock)
        {
            wasEmpty = _count == 0;
            if (_closed)
            {
                wasEmpty = false;
                return true;
            }
            if (limit > 0 && _bytes + message.Length > limit)
            {
                Drop();
                Volatile.Write(ref _overflowed, true);
                return false;
            }
            _messages.Add(message);
            _bytes += message.Length;
            _count++;
            return true;
        }
    }

    /// <summary>Moves all messages into the output. Called by the owner only.</summary>
    public void MoveTo(ReplyWriter output)
    {
        List<ReadOnlyMemory<byte>> taken;
        lock (_lock)
        {
            taken = _messages;
            _messages = _spare;
            _bytes = 0;
            _count = 0;
        }
        foreach (ReadOnlyMemory<byte> message in taken)
            Write(output, message.Span);
        taken.Clear();
        _spare = taken.Capacity > 1024 ? [] : taken;
    }

    /// <summary>Which protocol the client speaks is known only now: RESP2 has no pushes, it sees an array.</summary>
    private static void Write(ReplyWriter output, ReadOnlySpan<byte> message)
    {
        if (output.ProtocolVersion == 2 && message is [(byte)'>', ..])
        {
            output.Raw("*"u8);
            message = message[1..];
        }
        output.Raw(message);
    }

    /// <summary>Drops what is there and whatever is still to come.</summary>
    public void Close()
    {
        lock (_lock)
            Drop();
    }

    private void Drop()
    {
        _closed = true;
        _messages = [];
        _bytes = 0;
        _count = 0;
    }
}
