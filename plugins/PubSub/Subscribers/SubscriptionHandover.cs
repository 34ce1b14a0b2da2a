namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>Carries subscriptions over when the plugin is exchanged: what each client subscribes to, by name. Nobody misses a message, for none is published meanwhile.</summary>
internal sealed class SubscriptionHandover(SubscriptionLedger ledger, SubscriberMode mode) : IReloadHandover
{
    private static readonly SubscriptionKind[] s_kinds = Enum.GetValues<SubscriptionKind>();

    /// <inheritdoc/>
    public void Save(ReloadState state)
    {
        foreach (ClientSession client in state.Clients)
        {
            if (Subscriber.Of(client) is not { } subscriber)
                continue;
            foreach (SubscriptionKind kind in s_kinds)
                state.Set(client, NameOf(kind), subscriber.Names(kind));
        }
    }

    /// <inheritdoc/>
    public void Restore(ReloadState state)
    {
        foreach (ClientSession client in state.Clients)
        {
            bool isSubscriber = false;
            foreach (SubscriptionKind kind in s_kinds)
            {
                if (!state.TryGet(client, NameOf(kind), out byte[][]? names))
                    continue;
                foreach (byte[] name in names)
                    isSubscriber |= ledger.Add(client, kind, name);
            }

            if (isSubscriber)
                mode.Update(client);
        }
    }

    private static string NameOf(SubscriptionKind kind) => $"subscriptions {(int)kind}";
}
