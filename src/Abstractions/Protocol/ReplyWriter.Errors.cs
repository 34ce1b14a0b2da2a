namespace CacheStorm;

/// <content>What the dispatcher wants to know of errors: how many, and the code of the last.</content>
public sealed partial class ReplyWriter
{
    private const int LongestCode = 32;

    private readonly byte[] _lastError = new byte[LongestCode];
    private int _lastErrorLength;

    /// <summary>How many errors have been written since the writer was made.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>The code of the last error, without its message: <c>ERR</c>, <c>WRONGTYPE</c>.</summary>
    public ReadOnlySpan<byte> LastError => _lastError.AsSpan(0, _lastErrorLength);

    private void RememberError(ReadOnlySpan<byte> message)
    {
        int end = message.IndexOf((byte)' ');
        ReadOnlySpan<byte> code = end < 0 ? message : message[..end];
        _lastErrorLength = Math.Min(code.Length, LongestCode);
        code[.._lastErrorLength].CopyTo(_lastError);
        ErrorCount++;
    }
}
