using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.Host.Storage;

/// <summary>
/// The 256 shards that hold a namespace's data. FLUSHDB puts a fresh set in its place, SWAPDB exchanges two; a set that
/// was replaced goes on existing until it is freed and no snapshot reads it any more.
/// </summary>
internal sealed class ShardSet
{
    public const int Count = 1 << KeyHash.ShardBits;

    private readonly Store _store;
    private TagIndex? _tags;
    private readonly Shard[] _shards = new Shard[Count];

    public ShardSet(Store store)
    {
        _store = store;
        for (int i = 0; i < Count; i++)
            _shards[i] = new Shard(store, this, i);
    }

    /// <summary>The namespace that it belongs to; written by calls that run alone.</summary>
    public Namespace Space { get; set; } = null!;

    /// <summary>The namespace's index when the running snapshot began; -1: not part of it.</summary>
    public int SnapshotIndex { get; set; } = -1;

    /// <summary>The tags of its entries; null until the first one. Set under the lock of the tags' own making, never taken away.</summary>
    public TagIndex? Tags => _tags;

    /// <summary>True while entries with tags may be gone, or stale. Needs no lock.</summary>
    public bool HasFallenTags
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _tags is { HasFallen: true };
    }

    /// <summary>Tokens that were made under a lower number say nothing of what is here. Written by calls that run alone.</summary>
    public long TagFloor { get; set; }

    /// <summary>The number of the last invalidation when the running snapshot began.</summary>
    public long SnapshotTagNumber { get; set; }

    /// <summary>Up to when expired entries were collected because somebody counted, in Unix milliseconds.</summary>
    public long CollectedAt { get; set; }

    /// <summary>True once anything in it was to expire or had an alarm: else it needn't be looked through. Set under any shard's lock, never cleared.</summary>
    public bool HasTimers { get; set; }

    public Shard this[int index] => _shards[index & (Count - 1)];

    public ReadOnlySpan<Shard> Shards => _shards;

    /// <summary>True when anything here takes memory, links between tags included. Needs no lock.</summary>
    public bool HasBytes
    {
        get
        {
            foreach (Shard shard in _shards)
            {
                if (shard.UsedBytes > 0)
                    return true;
            }

            return _tags is { UsedBytes: > 0 };
        }
    }

    /// <summary>The tags, made when they are first needed.</summary>
    public TagIndex OpenTags() => _tags ?? Interlocked.CompareExchange(ref _tags, new TagIndex(_store, this), null) ?? _tags;

    /// <summary>How many entries somebody may see; due ones that were not collected yet are among them.</summary>
    public long CountEntries(long now) => HasFallenTags ? _tags!.CountLiving(now) : Records;

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
