using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage;

/// <summary>
/// The 256 shards that hold a namespace's data. FLUSHDB puts a fresh set in its place, SWAPDB exchanges two; a set that
/// was replaced goes on existing until it is freed and no snapshot reads it any more.
/// </summary>
internal sealed class ShardSet
{
    public const int Count = 1 << KeyHash.ShardBits;

    private readonly Shard[] _shards = new Shard[Count];

    public ShardSet(Store store)
    {
        for (int i = 0; i < Count; i++)
            _shards[i] = new Shard(store, this, i);
    }

    /// <summary>The namespace that it belongs to; written by calls that run alone.</summary>
    public Namespace Space { get; set; } = null!;

    /// <summary>The namespace's index when the running snapshot began; -1: not part of it.</summary>
    public int SnapshotIndex { get; set; } = -1;

    /// <summary>True once anything in it was to expire or had an alarm: else it needn't be looked through. Set under any shard's lock, never cleared.</summary>
    public bool HasTimers { get; set; }

    public Shard this[int index] => _shards[index & (Count - 1)];

    public ReadOnlySpan<Shard> Shards => _shards;

    /// <summary>True when anything here takes memory. Needs no lock.</summary>
    public bool HasBytes
    {
        get
        {
            foreach (Shard shard in _shards)
            {
                if (shard.UsedBytes > 0)
                    return true;
            }

            return false;
        }
    }

    /// <summary>How many records, due ones that were not collected yet included. Needs no lock.</summary>
    public long Records
    {
        get
        {
            long records = 0;
            foreach (Shard shard in _shards)
                records += shard.Table.Count;
            return records;
        }
    }
}
