using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage;

/// <summary>
/// A keyspace with a name, an account, and what holds for it alone: a default expiry, a quota, a policy. Its shards are exchanged only by
/// calls that run alone, so whoever works beside others sees one set for as long as the call lasts; what it is called and how it is set up
/// changes under the same rule, but for the policy in force, which follows the server's at any time.
/// </summary>
internal sealed class Namespace
{
    // What a string's record never has: with it in place nothing is a plain overwrite.
    private const byte NothingIsPlain = 1 << Record.StorageShift;

    private readonly Store _store;

    // What was counted in sets that are gone, less what RESETSTAT took off. Guarded by the calls being alone.
    private ShardCounters _carried;
    private long _accounted;

    public Namespace(Store store, int index, string name)
    {
        _store = store;
        Index = index;
        Name = name;
        CreatedAt = store.Now;
        Set = new ShardSet(store) { Space = this };
        FollowStore();
    }

    public int Index { get; }

    public string Name { get; private set; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; private set; }

    /// <summary>When it was deleted, in Unix milliseconds; 0: it lives. The index of a deleted one may be used again later.</summary>
    public long RetiredAt { get; private set; }

    public bool IsRetired => RetiredAt != 0;

    public ShardSet Set { get; private set; }

    public ReadOnlySpan<Shard> Shards => Set.Shards;

    /// <summary>How many keys, exactly but for those whose time is up and that were not collected yet. Takes a lock while invalidated ones are taken back.</summary>
    public long Count => Set.CountEntries(_store.Now);

    /// <summary>What it was set up with.</summary>
    public NamespaceOptions Options { get; private set; }

    /// <summary>The expiry of keys stored without one, in milliseconds from then; 0: none.</summary>
    public long DefaultTtl { get; private set; }

    /// <summary>Bytes that its entries and tables may take; 0: no quota.</summary>
    public long MaxMemory { get; private set; }

    /// <summary>The policy that it was given; null: the server's.</summary>
    public EvictionPolicy? OwnPolicy { get; private set; }

    /// <summary>The policy in force: keeps the access words of all its entries, and chooses among them.</summary>
    public EvictionPolicy Policy { get; private set; } = null!;

    public bool PolicyOwnsAccess { get; private set; }

    /// <summary>Takes entries of this namespace only; null without a quota and a policy of its own.</summary>
    public Evictor? Evictor { get; private set; }

    /// <summary>
    /// The flags of a record that is overwritten by copying bytes: those of the present epoch. With a default expiry there is none such, as
    /// each overwrite renews the expiry.
    /// </summary>
    public byte PlainFlags { get; private set; }

    /// <summary>What entries and tables cost: exactly with a quota, else to within 4 KiB a shard. Cheap.</summary>
    public long Bytes => Volatile.Read(ref _accounted);

    public void Account(long bytes) => Interlocked.Add(ref _accounted, bytes);

    /// <summary>Sets it up anew. Alone only, or before it is seen.</summary>
    /// <param name="options">What holds from now on; existing entries keep their expiry.</param>
    /// <param name="policy">The policy that the options name; null: the server's.</param>
    public void Configure(in NamespaceOptions options, EvictionPolicy? policy)
    {
        Options = options;
        DefaultTtl = options.DefaultTtl;
        MaxMemory = options.MaxMemory;
        OwnPolicy = policy;
        Evictor = MaxMemory > 0 || policy is not null ? new Evictor(_store, this) : null;
        FollowStore();
        Reckon();
    }

    /// <summary>The plugin of its own policy is gone: another one takes its place.</summary>
    public void LosePolicy(EvictionPolicy instead)
    {
        OwnPolicy = instead;
        FollowStore();
    }

    /// <summary>Takes over what holds for the whole store: the policy, unless it has its own, and the epoch.</summary>
    public void FollowStore()
    {
        EvictionPolicy policy = OwnPolicy ?? _store.Policy;
        Policy = policy;
        PolicyOwnsAccess = policy.OwnsAccessWord;
        PlainFlags = (byte)(_store.EpochFlag | (DefaultTtl > 0 ? NothingIsPlain : 0));
    }

    /// <summary>Puts another set in place; what the old one has counted stays with the namespace.</summary>
    public ShardSet Exchange(ShardSet set)
    {
        ShardSet old = Set;
        foreach (Shard shard in old.Shards)
        {
            _carried.Add(shard.Counters);
            shard.Counters = default;
        }

        Set = set;
        set.Space = this;
        Reckon();
        return old;
    }

    /// <summary>It is deleted: emptied before, it shares the set of those that hold nothing. Alone only.</summary>
    /// <returns>What was counted in it.</returns>
    public ShardCounters Retire(ShardSet nothing, long now)
    {
        ShardCounters counted = Counters();
        Configure(default, null);
        Set = nothing;
        _carried = default;
        Volatile.Write(ref _accounted, 0);
        RetiredAt = now;
        return counted;
    }

    /// <summary>A deleted one comes back under another name, at the same index. Alone only.</summary>
    public void Revive(string name)
    {
        Name = name;
        CreatedAt = _store.Now;
        RetiredAt = 0;
        Set = new ShardSet(_store) { Space = this };
        Reckon();
    }

    public ShardCounters Counters()
    {
        ShardCounters counters = _carried;
        foreach (Shard shard in Shards)
            counters.Add(shard.Counters);
        return counters;
    }

    /// <summary>Counts from zero again.</summary>
    public void ResetCounters() => _carried.Subtract(Counters());

    /// <summary>What it costs, exactly when nothing changes meanwhile.</summary>
    public NamespaceMemory Memory()
    {
        long bytes = 0, tables = 0;
        foreach (Shard shard in Shards)
        {
            lock (shard.Gate)
            {
                bytes += shard.UsedBytes;
                tables += shard.Table.Bytes;
            }
        }

        return new NamespaceMemory(Index, Name, Count, bytes - tables, tables, Set.Tags?.UsedBytes ?? 0, Set.Tags?.PendingLinks ?? 0);
    }

    public NamespaceStatistics Statistics(long now)
    {
        NamespaceMemory memory = Memory();
        long expires = 0, ttlSum = 0, ttlCount = 0;
        foreach (Shard shard in Shards)
        {
            if (shard.Expires == 0)
                continue;
            lock (shard.Gate)
            {
                expires += shard.Expires;
                shard.SampleTtl(now, ref ttlSum, ref ttlCount);
            }
        }

        ShardCounters counters = Counters();
        return new NamespaceStatistics(Index, Name, memory.Keys, expires, ttlCount == 0 ? 0 : ttlSum / ttlCount, memory.Total,
            counters.Hits, counters.Misses, counters.Expired, counters.Evicted)
        {
            Options = Options,
            Policy = Policy.Name,
            CreatedAt = CreatedAt,
            Memory = memory,
            Tags = Set.Tags?.Count ?? 0,
            Invalidated = counters.Invalidated,
        };
    }

    /// <summary>Adds the account up anew, as precisely as it is kept from now on.</summary>
    private void Reckon()
    {
        foreach (Shard shard in Shards)
            shard.BeginAccount(exact: MaxMemory > 0);
        long bytes = 0;
        foreach (Shard shard in Shards)
            bytes += shard.ReportedBytes;
        bytes += Set.Tags?.ReportedBytes ?? 0;
        Volatile.Write(ref _accounted, bytes);
    }
}
