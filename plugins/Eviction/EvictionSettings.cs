namespace CacheStorm.Plugins.Eviction;

/// <summary>How the policies judge. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class EvictionSettings
{
    /// <summary>How slowly the counter of the LFU policies grows.</summary>
    [ConfigSetting("lfu-log-factor", Min = 0, Max = int.MaxValue, Mutable = true,
        Summary = "How slowly a key's access counter grows.")]
    public int LfuLogFactor { get; internal set; } = 10;

    /// <summary>Minutes after which the counter of the LFU policies falls by one.</summary>
    [ConfigSetting("lfu-decay-time", Min = 0, Max = int.MaxValue, Unit = "minutes", Mutable = true,
        Summary = "After how long without access the counter falls by one; 0 is never.")]
    public int LfuDecayTime { get; internal set; } = 1;

    /// <summary>The share of the keys that the W-TinyLFU policies spare because they are new.</summary>
    [ConfigSetting("wtinylfu-window-percent", Min = 1, Max = 80, Unit = "percent", Mutable = true,
        Summary = "Share of the keys that W-TinyLFU spares because they are new.")]
    public int WindowPercent { get; internal set; } = 1;
}
