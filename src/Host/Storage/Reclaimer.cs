using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage;

/// <summary>Frees shard sets that nobody sees any more, at once or on a pool thread, shard by shard. Thread-safe.</summary>
internal sealed class Reclaimer
{
    private int _pending;

    /// <summary>Sets that wait to be freed.</summary>
    public int Pending => Volatile.Read(ref _pending);

    public void Free(ShardSet set, bool inBackground)
    {
        Interlocked.Increment(ref _pending);
        if (inBackground)
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Self.FreeShards(state.Set), (Self: this, Set: set), preferLocal: false);
        else
            FreeShards(set);
    }

    private void FreeShards(ShardSet set)
    {
        foreach (Shard shard in set.Shards)
        {
            lock (shard.Gate)
                shard.FreeAll();
        }

        set.Tags?.FreeAll();
        AddressSpace.TrimLargeBlocks();
        Interlocked.Decrement(ref _pending);
    }
}
