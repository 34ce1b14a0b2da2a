using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage;

/// <summary>
/// The heaps of large values that are gone, until they are freed: no longer part of any shard or account, and nobody else's. Thread-safe: a
/// lock of its own, under which it calls nobody, guards the queue; a heap that was taken from it is its taker's.
/// </summary>
internal sealed class DoomedValues
{
    private const int AtOnce = 2048;

    private readonly Lock _gate = new();
    private readonly Queue<ShardHeap> _heaps = new();
    private long _pending;
    private long _freed;
    private long _largeBytes;

    /// <summary>Values that wait.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Values that are wholly freed, since the start or <see cref="ResetFreed"/>.</summary>
    public long Freed => Volatile.Read(ref _freed);

    /// <summary>Bytes of the large blocks that wait.</summary>
    public long LargeBytes => Volatile.Read(ref _largeBytes);

    public void Add(ShardHeap heap)
    {
        Interlocked.Increment(ref _pending);
        Interlocked.Add(ref _largeBytes, heap.LargeBytes);
        lock (_gate)
            _heaps.Enqueue(heap);
    }

    /// <summary>Frees some: what takes some hundred microseconds.</summary>
    /// <returns>False when nothing was there to be freed.</returns>
    public bool FreeSome()
    {
        ShardHeap? heap;
        lock (_gate)
        {
            if (!_heaps.TryDequeue(out heap))
                return false;
        }

        long before = heap.LargeBytes;
        bool isDone = heap.FreeSome(AtOnce);
        Interlocked.Add(ref _largeBytes, heap.LargeBytes - before);
        if (isDone)
        {
            Interlocked.Decrement(ref _pending);
            Interlocked.Increment(ref _freed);
            return true;
        }

        lock (_gate)
            _heaps.Enqueue(heap);
        return true;
    }

    public void ResetFreed() => Volatile.Write(ref _freed, 0);
}
