namespace CacheStorm;

/// <summary>
/// Keeps the chunks of reply writers that are not in use. A pool of one I/O worker is touched by that worker only
/// and takes no lock; the shared one, for writers without a worker, is guarded by its own lock.
/// </summary>
internal sealed class ReplyChunkPool
{
    /// <summary>The size of a pooled chunk.</summary>
    public const int ChunkSize = 16 * 1024;

    private readonly byte[][] _free;
    private readonly Lock? _lock;
    private int _count;

    private ReplyChunkPool(int capacity, bool shared)
    {
        _free = new byte[capacity][];
        _lock = shared ? new Lock() : null;
    }

    /// <summary>For writers that no worker owns: captures, messages, connections of the portable transport.</summary>
    public static ReplyChunkPool Shared { get; } = new(capacity: 256, shared: true);

    /// <summary>A pool for the sole use of one thread.</summary>
    public static ReplyChunkPool ForOneThread(int capacity = 64) => new(capacity, shared: false);

    public byte[] Rent()
    {
        if (_lock is null)
            return Take();
        lock (_lock)
            return Take();
    }

    public void Return(byte[] chunk)
    {
        if (_lock is null)
        {
            Put(chunk);
            return;
        }
        lock (_lock)
            Put(chunk);
    }

    // Pinned chunks live outside the compacted heap: a send can point at them without holding up the collector.
    private byte[] Take() =>
        _count > 0 ? _free[--_count] : GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true);

    private void Put(byte[] chunk)
    {
        if (_count < _free.Length)
            _free[_count++] = chunk;
    }
}
