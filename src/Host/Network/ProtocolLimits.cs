namespace CacheStorm.Host.Network;

/// <summary>
/// What a client may send. Shared by all connections and changed by <c>CONFIG SET</c>; each value is read for itself,
/// so a change takes effect with the next read.
/// </summary>
internal sealed class ProtocolLimits
{
    /// <summary>An inline command or a header line longer than this ends the connection.</summary>
    public const int MaxLineLength = 64 * 1024;

    /// <summary>What a client that has not authenticated yet may send in one command.</summary>
    public const int MaxArgumentsUnauthenticated = 10;

    /// <summary>The longest argument of a client that has not authenticated yet.</summary>
    public const int MaxBulkLengthUnauthenticated = 16384;

    /// <summary>The longest argument that a buffer can hold beside its header.</summary>
    public const long LargestBulk = int.MaxValue - (1 << 20);

    private long _maxBulkLength = 512L << 20;
    private long _queryBufferLimit = 1L << 30;

    /// <summary><c>proto-max-bulk-len</c>.</summary>
    public long MaxBulkLength
    {
        get => Volatile.Read(ref _maxBulkLength);
        set => Volatile.Write(ref _maxBulkLength, Math.Min(value, LargestBulk));
    }

    /// <summary><c>client-query-buffer-limit</c>: the most bytes of unfinished commands that are kept for a client.</summary>
    public long QueryBufferLimit
    {
        get => Volatile.Read(ref _queryBufferLimit);
        set => Volatile.Write(ref _queryBufferLimit, value);
    }
}
