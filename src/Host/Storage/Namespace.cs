namespace CacheStorm.Host.Storage;

/// <summary>
/// A keyspace with a name. Its shards are exchanged only by calls that run alone, so whoever works beside others sees
/// one set for as long as the call lasts.
/// </summary>
internal sealed class Namespace
{
    // What was counted in sets that are gone, less what RESETSTAT took off. Guarded by the calls being alone.
    private ShardCounters _carried;

    public Namespace(Store store, int index, string name)
    {
        Index = index;
        Name = name;
        Set = new ShardSet(store) { Space = this };
    }

    public int Index { get; }

    public string Name { get; }

    public ShardSet Set { get; private set; }

    public ReadOnlySpan<Shard> Shards => Set.Shards;

    public long Count => Set.Records;

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
        return old;
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

    public NamespaceStatistics Statistics(long now)
    {
        long keys = 0, expires = 0, bytes = 0, ttlSum = 0, ttlCount = 0;
        foreach (Shard shard in Shards)
        {
            keys += shard.Table.Count;
            bytes += shard.UsedBytes;
            if (shard.Expires == 0)
                continue;
            lock (shard.Gate)
            {
                expires += shard.Expires;
                shard.SampleTtl(now, ref ttlSum, ref ttlCount);
            }
        }

        ShardCounters counters = Counters();
        return new NamespaceStatistics(Index, Name, keys, expires, ttlCount == 0 ? 0 : ttlSum / ttlCount, bytes,
            counters.Hits, counters.Misses, counters.Expired, counters.Evicted);
    }
}
