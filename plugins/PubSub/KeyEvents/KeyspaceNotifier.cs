using CacheStorm.Plugins.PubSub.Channels;

namespace CacheStorm.Plugins.PubSub.KeyEvents;

/// <summary>
/// Publishes what happens to keys, as <c>notify-keyspace-events</c> says. Called with the key's shard locked; takes the locks of channels and
/// clients' outboxes only. The server does not call it at all unless events are configured and somebody subscribes to such a channel.
/// </summary>
internal sealed class KeyspaceNotifier : IKeyObserver
{
    private readonly PubSubSettings _settings;
    private readonly KeyEventAudience _audience;
    private readonly Publisher _publisher;
    private readonly DatabaseNames _databases;

    public KeyspaceNotifier(
        PubSubSettings settings, KeyEventAudience audience, Publisher publisher, INamespaces namespaces, IKeyEvents keyEvents)
    {
        _settings = settings;
        _audience = audience;
        _publisher = publisher;
        _databases = new DatabaseNames(namespaces);
        settings.Applied += keyEvents.Refresh;
    }

    /// <inheritdoc/>
    public KeyEventKinds Interests
    {
        get
        {
            EventClasses classes = _settings.NotifyEvents;
            return (classes.ByKey && _audience.HearsByKey) || (classes.ByEvent && _audience.HearsByEvent)
                ? classes.Kinds
                : KeyEventKinds.None;
        }
    }

    /// <inheritdoc/>
    public void OnKeyEvent(in KeyEvent keyEvent)
    {
        EventClasses classes = _settings.NotifyEvents;
        ReadOnlySpan<byte> database = _databases.Of(keyEvent.Namespace);
        if (classes.ByKey && _audience.HearsByKey)
            Publish(KeyEventChannel.ByKey, database, keyEvent.Key, keyEvent.Name);
        if (classes.ByEvent && _audience.HearsByEvent)
            Publish(KeyEventChannel.ByEvent, database, keyEvent.Name, keyEvent.Key);
    }

    private void Publish(ReadOnlySpan<byte> beginning, ReadOnlySpan<byte> database, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> message)
    {
        using var channel = new KeyEventChannel(stackalloc byte[KeyEventChannel.StackRoom], beginning, database, rest);
        _publisher.Publish(channel.Name, message);
    }
}
