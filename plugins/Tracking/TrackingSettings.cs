namespace CacheStorm.Plugins.Tracking;

/// <summary>How much is remembered. Written by CONFIG SET, read by all threads; the value is written in one piece.</summary>
[PluginSettings]
public sealed class TrackingSettings : IAppliesSettings
{
    /// <summary>Raised when CONFIG SET has changed something.</summary>
    internal event Action? Applied;

    /// <summary>The most keys that are remembered.</summary>
    [ConfigSetting("tracking-table-max-keys", Yaml = "max_keys", Min = 0, Max = long.MaxValue, Mutable = true,
        Summary = "Keys remembered for clients' caches: what is beyond is invalidated. 0 is no limit.")]
    public long MaxKeys { get; internal set; } = 1_000_000;

    /// <inheritdoc/>
    public string? Apply()
    {
        Applied?.Invoke();
        return null;
    }
}
