namespace CacheStorm.Plugins.Hashes;

/// <summary>Up to where a hash stays packed. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class HashSettings
{
    /// <summary>The most fields of a packed hash.</summary>
    [ConfigSetting("hash-max-listpack-entries", Min = 0, Max = long.MaxValue, Mutable = true,
        Aliases = ["hash-max-ziplist-entries"], Summary = "Fields of a packed hash at most.")]
    public long MaxPackedFields { get; internal set; } = 512;

    /// <summary>The longest field or value of a packed hash.</summary>
    [ConfigSetting("hash-max-listpack-value", Min = 0, Memory = true, Mutable = true,
        Aliases = ["hash-max-ziplist-value"], Summary = "The longest field or value of a packed hash.")]
    public long MaxPackedLength { get; internal set; } = 64;
}
