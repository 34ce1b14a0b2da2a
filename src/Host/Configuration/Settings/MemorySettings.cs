namespace CacheStorm.Host.Configuration;

/// <summary>The memory limit and how it is kept.</summary>
public sealed class MemorySettings
{
    private const string AlwaysBounded = "here: memory is freed in bounded steps anyway";

    [ConfigSetting("maxmemory", Yaml = "max_memory", Memory = true, Min = 0, Mutable = true,
        Summary = "Memory for keys and values, such as 2gb; beyond it keys are evicted or writes refused. 0 is no limit.")]
    public long MaxMemory { get; private set; }

    [ConfigSetting("maxmemory-policy", Yaml = "eviction_policy", Mutable = true, OpenWords = true,
        Words = ["volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl", "allkeys-lru", "allkeys-lfu", "allkeys-random", "noeviction"],
        Summary = "What goes when memory is full; plugins add policies.")]
    public string EvictionPolicy { get; private set; } = "noeviction";

    [ConfigSetting("maxmemory-samples", Yaml = "eviction_samples", Min = 1, Max = int.MaxValue, Mutable = true,
        Summary = "Keys looked at for each one evicted.")]
    public int EvictionSamples { get; private set; } = 5;

    [ConfigSetting("maxmemory-eviction-tenacity", Yaml = "eviction_tenacity", Min = 0, Max = 100, Mutable = true,
        Inert = "here: eviction goes on until there is room",
        Summary = "How long one round of eviction may take: 0 is shortest, 100 is until done.")]
    public int EvictionTenacity { get; private set; } = 10;

    [ConfigSetting("maxmemory-clients", Yaml = "max_memory_clients", Memory = true, Percent = true, Min = 0, Mutable = true,
        Inert = "in this version: clients are not closed for their memory, each is held by its own limits",
        Summary = "Memory for all connections' buffers, or a share of max_memory; the greatest ones are closed. 0 is no limit.")]
    public long MaxMemoryClients { get; private set; }

    [ConfigSetting("lfu-log-factor", Min = 0, Max = int.MaxValue, Mutable = true,
        Summary = "How slowly a key's access counter grows.")]
    public int LfuLogFactor { get; private set; } = 10;

    [ConfigSetting("lfu-decay-time", Min = 0, Max = int.MaxValue, Unit = "minutes", Mutable = true,
        Summary = "After how long without access the counter falls by one; 0 is at each look.")]
    public int LfuDecayTime { get; private set; } = 1;

    [ConfigSetting("lazyfree-lazy-eviction", Mutable = true, Inert = AlwaysBounded, Summary = "Frees evicted values in the background.")]
    public bool LazyEviction { get; private set; }

    [ConfigSetting("lazyfree-lazy-expire", Mutable = true, Inert = AlwaysBounded, Summary = "Frees expired values in the background.")]
    public bool LazyExpire { get; private set; }

    [ConfigSetting("lazyfree-lazy-server-del", Mutable = true, Inert = AlwaysBounded, Summary = "Frees overwritten values in the background.")]
    public bool LazyServerDel { get; private set; }

    [ConfigSetting("lazyfree-lazy-user-del", Mutable = true, Summary = "DEL behaves as UNLINK.")]
    public bool LazyUserDel { get; private set; }

    [ConfigSetting("lazyfree-lazy-user-flush", Mutable = true, Summary = "FLUSHDB and FLUSHALL behave as with ASYNC.")]
    public bool LazyUserFlush { get; private set; }
}
