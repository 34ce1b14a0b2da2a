namespace CacheStorm.Plugins.PubSub.KeyEvents;

/// <summary>Which key events are published, and to which of the two kinds of channels. Immutable.</summary>
/// <param name="Kinds">The classes of events.</param>
/// <param name="ByKey">To <c>__keyspace@…__:key</c>, with the event as the message.</param>
/// <param name="ByEvent">To <c>__keyevent@…__:event</c>, with the key as the message.</param>
public sealed record EventClasses(KeyEventKinds Kinds, bool ByKey, bool ByEvent)
{
    /// <summary>Nothing is published.</summary>
    public static readonly EventClasses None = new(KeyEventKinds.None, false, false);
}
