namespace CacheStorm.Host.Storage;

/// <summary>What happened in a shard since it began; guarded by its lock, read without for statistics.</summary>
internal struct ShardCounters
{
    public long Hits;
    public long Misses;
    public long Expired;
    public long Evicted;
    public long Invalidated;

    public void Add(in ShardCounters other)
    {
        Hits += other.Hits;
        Misses += other.Misses;
        Expired += other.Expired;
        Evicted += other.Evicted;
        Invalidated += other.Invalidated;
    }

    public void Subtract(in ShardCounters other)
    {
        Hits -= other.Hits;
        Misses -= other.Misses;
        Expired -= other.Expired;
        Evicted -= other.Evicted;
        Invalidated -= other.Invalidated;
    }
}
