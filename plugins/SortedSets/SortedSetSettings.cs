namespace CacheStorm.Plugins.SortedSets;

/// <summary>Up to when a sorted set is kept packed. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class SortedSetSettings
{
    /// <summary>The most members of a packed sorted set.</summary>
    [ConfigSetting("zset-max-listpack-entries", Min = 0, Max = long.MaxValue, Mutable = true, Aliases = ["zset-max-ziplist-entries"],
        Summary = "Members of a packed sorted set at most.")]
    public long MaxPackedMembers { get; internal set; } = 128;

    /// <summary>The longest member of a packed sorted set, in bytes.</summary>
    [ConfigSetting("zset-max-listpack-value", Min = 0, Memory = true, Mutable = true, Aliases = ["zset-max-ziplist-value"],
        Summary = "The longest member of a packed sorted set.")]
    public long MaxPackedMemberLength { get; internal set; } = 64;
}
