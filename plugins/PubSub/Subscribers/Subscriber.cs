using CacheStorm.Plugins.PubSub.Channels;

namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>What one client subscribes to. Touched by the client's own calls only, and when it is gone.</summary>
internal sealed class Subscriber
{
    private static readonly SessionSlot<Subscriber> s_slot = new();

    private readonly Dictionary<byte[], Subscription>?[] _tables = new Dictionary<byte[], Subscription>?[3];

    public int Count(SubscriptionKind kind) => _tables[(int)kind]?.Count ?? 0;

    /// <summary>All of them together.</summary>
    public int Total => Count(SubscriptionKind.Channel) + Count(SubscriptionKind.Pattern) + Count(SubscriptionKind.ShardChannel);

    public static Subscriber? Of(ClientSession client) => client.TryGet(s_slot, out Subscriber? subscriber) ? subscriber : null;

    public static Subscriber Ensure(ClientSession client)
    {
        if (client.TryGet(s_slot, out Subscriber? subscriber))
            return subscriber;
        subscriber = new Subscriber();
        client.Set(s_slot, subscriber);
        return subscriber;
    }

    /// <summary>Takes the state off a client that subscribes to nothing any more.</summary>
    public static void Forget(ClientSession client) => client.Set<Subscriber>(s_slot, null);

    public bool Has(SubscriptionKind kind, ReadOnlySpan<byte> name) =>
        _tables[(int)kind] is { } table && table.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(name);

    public void Add(SubscriptionKind kind, byte[] name, Subscription subscription) =>
        (_tables[(int)kind] ??= new Dictionary<byte[], Subscription>(ChannelNames.Comparer)).Add(name, subscription);

    /// <summary>Takes out one.</summary>
    /// <returns>Null when there is none of that name.</returns>
    public Subscription? Take(SubscriptionKind kind, ReadOnlySpan<byte> name) =>
        _tables[(int)kind] is { } table && table.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(name, out _, out Subscription? subscription)
            ? subscription
            : null;

    /// <summary>The names of one kind, in an array of their own.</summary>
    public byte[][] Names(SubscriptionKind kind) => _tables[(int)kind] is { } table ? [.. table.Keys] : [];
}
