namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// That one client listens to one topic: a link of the topic's chain, guarded by the topic's lock, and an entry of the client's own
/// table, which belongs to the client's thread. So either end leaves the other in constant time.
/// </summary>
internal sealed class Subscription(ClientSession client)
{
    /// <summary>Who listens.</summary>
    public ClientSession Client { get; } = client;

    /// <summary>What to. Set once, when it is added.</summary>
    public Topic Topic { get; internal set; } = null!;

    internal Subscription? Previous;
    internal Subscription? Next;
}
