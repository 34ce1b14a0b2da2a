namespace CacheStorm.Plugins.HotKeys;

/// <summary>How keys are watched. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class HotKeysSettings : IAppliesSettings
{
    /// <summary>Raised when CONFIG SET has changed something.</summary>
    internal event Action? Applied;

    /// <summary>One of how many key accesses is counted.</summary>
    [ConfigSetting("hotkeys-sample-interval", Yaml = "sample_interval", Min = 0, Max = 1_000_000, Mutable = true,
        Summary = "One of how many key accesses HOTKEYS counts; 1 is each, 0 is none.")]
    public int SampleInterval { get; internal set; } = 16;

    /// <summary>The size of a namespace's sketch.</summary>
    [ConfigSetting("hotkeys-sketch-counters", Yaml = "sketch_counters", Min = 1024, Max = 4_194_304, Mutable = true,
        Summary = "Counters of a namespace's sketch; each takes 16 bytes. Rounded up to a power of two; a change begins anew.")]
    public int SketchCounters { get; internal set; } = 16_384;

    /// <summary>How far back the counts reach.</summary>
    [ConfigSetting("hotkeys-window", Yaml = "window", Min = 1, Max = 86_400, Unit = "seconds", Mutable = true,
        Summary = "How far back HOTKEYS counts accesses.")]
    public int WindowSeconds { get; internal set; } = 300;

    /// <inheritdoc/>
    public string? Apply()
    {
        Applied?.Invoke();
        return null;
    }
}
