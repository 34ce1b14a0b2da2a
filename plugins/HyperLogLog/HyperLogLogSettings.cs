namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>When a counter changes its form. Written by CONFIG SET, read by all threads; the value is written in one piece.</summary>
[PluginSettings]
public sealed class HyperLogLogSettings
{
    /// <summary>The longest value, header included, that stays in the sparse form.</summary>
    [ConfigSetting("hll-sparse-max-bytes", Min = 0, Memory = true, Mutable = true,
        Summary = "Size up to which a HyperLogLog is kept sparse.")]
    public long SparseMaxBytes { get; internal set; } = 3000;
}
