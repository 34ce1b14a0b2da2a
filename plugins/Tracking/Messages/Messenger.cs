namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Sends messages to clients, or to whom they are redirected. Holds nothing; called with or without locks of keys held, on any thread.
/// A receiver that speaks RESP3 gets a push; one that speaks RESP2 gets a published message, but only by redirection and while it subscribes
/// to anything at all: RESP2 knows no pushes, and nobody else could tell it from a reply.
/// </summary>
internal sealed class Messenger(IClients clients)
{
    /// <summary>Tells the readers of a key that it has changed. One that is told of prefixes is not told twice.</summary>
    /// <param name="readers">See <see cref="KeyReaders"/>.</param>
    /// <param name="key">The key.</param>
    /// <param name="changer">Who has changed it; null: nobody, or it does not matter.</param>
    public void KeyChanged(object readers, ReadOnlySpan<byte> key, ClientSession? changer)
    {
        InvalidationMessage? message = null;
        switch (readers)
        {
            case TrackedClient one:
                KeyChanged(one, key, changer, ref message);
                break;
            case TrackedClient[] few:
                foreach (TrackedClient client in few)
                    KeyChanged(client, key, changer, ref message);
                break;
            default:
                foreach (TrackedClient client in (HashSet<TrackedClient>)readers)
                    KeyChanged(client, key, changer, ref message);
                break;
        }
    }

    /// <summary>Tells a client that all keys may have changed.</summary>
    public void EverythingChanged(TrackedClient client)
    {
        // Which null it is follows the tracked client, as in Redis; but a receiver that speaks RESP2 would not understand RESP3's.
        if (client.Session is { } session && TryFindReceiver(client, session, out ClientSession? receiver))
            Deliver(client, receiver, session.Protocol > 2 && receiver.Protocol > 2 ? InvalidationMessage.Everything3 : InvalidationMessage.Everything2);
    }

    public void Send(TrackedClient client, InvalidationMessage message)
    {
        if (client.Session is { } session && TryFindReceiver(client, session, out ClientSession? receiver))
            Deliver(client, receiver, message);
    }

    private void KeyChanged(TrackedClient client, ReadOnlySpan<byte> key, ClientSession? changer, ref InvalidationMessage? message)
    {
        TrackingModes modes = client.Modes;
        if ((modes & (TrackingModes.On | TrackingModes.Broadcast)) != TrackingModes.On)
            return;
        if ((modes & TrackingModes.NoLoop) != 0 && changer is not null && changer == client.Session)
            return;
        Send(client, message ??= InvalidationMessage.Of(key));
    }

    private bool TryFindReceiver(TrackedClient client, ClientSession session, out ClientSession receiver)
    {
        receiver = session;
        long redirect = client.Redirect;
        if (redirect == 0)
            return true;
        if (clients.TryGet(redirect, out ClientSession? other))
        {
            receiver = other;
            return true;
        }
        TrackedClients.BreakRedirect(client, session);
        if (session.Protocol > 2)
            session.Push(InvalidationMessage.BrokenRedirect(redirect));
        return false;
    }

    private static void Deliver(TrackedClient client, ClientSession receiver, InvalidationMessage message)
    {
        if (receiver.Protocol > 2)
            receiver.Push(message.Push);
        else if (client.Redirect != 0 && receiver.Subscriptions + receiver.PatternSubscriptions + receiver.ShardSubscriptions > 0)
            receiver.Push(message.Published);
    }
}
