using CacheStorm.Plugins.PubSub.KeyEvents;

namespace CacheStorm.Plugins.PubSub;

/// <summary>Which events on keys are published. Written by CONFIG SET, read by all threads; the value is exchanged in one piece.</summary>
[PluginSettings]
public sealed class PubSubSettings : IAppliesSettings
{
    /// <summary>Raised when CONFIG SET has changed something.</summary>
    internal event Action? Applied;

    /// <summary>The events, and the two kinds of channels that they go to.</summary>
    [ConfigSetting("notify-keyspace-events", Yaml = "notify_events", Mutable = true, Format = typeof(EventClassesFormat),
        Summary = "Which events on keys are published: K and E choose the channels, g$lshzxetdmn the events, A stands for g$lshzxetd, i for what tags invalidate.")]
    public EventClasses NotifyEvents { get; internal set; } = EventClasses.None;

    /// <inheritdoc/>
    public string? Apply()
    {
        Applied?.Invoke();
        return null;
    }
}
