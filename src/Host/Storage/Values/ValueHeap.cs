using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The heap of one large value: its block table and all blocks but the oldest lie in it, so that the value moves to another shard, or goes,
/// as a whole. Belongs to the shard that holds the value, which accounts for it; guarded by that shard's lock.
/// </summary>
/// <remarks>
/// Blocks must not move while a handler has their bytes. So a value that gets a heap keeps the blocks that it has where they are, in the
/// shard's heap: those of the first places of its table, whoever they are given out to again. Its first move to another shard, when nobody
/// has any bytes, brings them here.
/// </remarks>
internal sealed class ValueHeap(ArenaPool pool)
{
    public ShardHeap Heap { get; } = new(pool);

    /// <summary>By which the value's table finds it, see <see cref="ValueHeaps"/>.</summary>
    public int Number { get; set; }

    /// <summary>How many places, from the first on, have their blocks in the shard's heap.</summary>
    public int SharedPlaces { get; set; }

    /// <summary>What the blocks of those places cost.</summary>
    public long SharedBytes { get; set; }

    /// <summary>What of this heap is in the shard's account.</summary>
    public long CountedBytes { get; set; }

    /// <summary>The large blocks therein.</summary>
    public long CountedLargeBytes { get; set; }

    /// <summary>Neighbours in the shard's list.</summary>
    public ValueHeap? Next { get; set; }

    public ValueHeap? Previous { get; set; }

    /// <summary>What all blocks of the value and its table cost.</summary>
    public long TotalBytes => SharedBytes + Heap.UsedBytes;
}
