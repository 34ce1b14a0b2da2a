using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.Plugins.PubSub.KeyEvents;

namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>
/// Subscribes clients and unsubscribes them, and keeps together what must agree: the client's own table, the channel's chain, the facts that
/// CLIENT LIST shows, the client's kind (by which its output is limited), and who listens for key events. Called on the client's thread, so
/// of all that only the channels are shared; they have locks of their own.
/// </summary>
internal sealed class SubscriptionLedger(ChannelTables tables, KeyEventAudience audience)
{
    /// <summary>Subscribes a client, unless it has subscribed to that already.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(ClientSession client, SubscriptionKind kind, ReadOnlySpan<byte> name)
    {
        Subscriber subscriber = Subscriber.Ensure(client);
        if (subscriber.Has(kind, name))
            return false;

        byte[] ownName = name.ToArray();
        var subscription = new Subscription(client);
        subscriber.Add(kind, ownName, subscription);
        if (subscriber.Total == 1 && client.Kind == ClientKind.Normal)
            client.Kind = ClientKind.PubSub;
        switch (kind)
        {
            case SubscriptionKind.Channel:
                tables.Channels.Join(ownName, subscription);
                client.Subscriptions = subscriber.Count(kind);
                break;
            case SubscriptionKind.Pattern:
                tables.Patterns.Join(ownName, subscription);
                client.PatternSubscriptions = subscriber.Count(kind);
                break;
            default:
                tables.ShardChannels.Join(ownName, subscription);
                client.ShardSubscriptions = subscriber.Count(kind);
                break;
        }
        // When it can be found: an event that is raised for it may come right now.
        audience.Joined(kind, name);
        return true;
    }

    /// <summary>Unsubscribes a client.</summary>
    /// <returns>False when it had not subscribed to that.</returns>
    public bool Remove(ClientSession client, SubscriptionKind kind, ReadOnlySpan<byte> name)
    {
        if (Subscriber.Of(client) is not { } subscriber || subscriber.Take(kind, name) is not { } subscription)
            return false;
        audience.Left(kind, name);
        switch (kind)
        {
            case SubscriptionKind.Channel:
                tables.Channels.Leave(subscription);
                client.Subscriptions = subscriber.Count(kind);
                break;
            case SubscriptionKind.Pattern:
                tables.Patterns.Leave(subscription);
                client.PatternSubscriptions = subscriber.Count(kind);
                break;
            default:
                tables.ShardChannels.Leave(subscription);
                client.ShardSubscriptions = subscriber.Count(kind);
                break;
        }
        if (subscriber.Total == 0)
        {
            Subscriber.Forget(client);
            if (client.Kind == ClientKind.PubSub)
                client.Kind = ClientKind.Normal;
        }
        return true;
    }

    /// <summary>Unsubscribes a client from everything.</summary>
    public void RemoveAll(ClientSession client)
    {
        if (Subscriber.Of(client) is not { } subscriber)
            return;
        for (SubscriptionKind kind = SubscriptionKind.Channel; kind <= SubscriptionKind.ShardChannel; kind++)
        {
            foreach (byte[] name in subscriber.Names(kind))
                Remove(client, kind, name);
        }
    }
}
