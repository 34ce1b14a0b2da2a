namespace CacheStorm;

/// <summary>
/// Publishes messages to channels, for plugins that have something to tell without a client asking for it. Exported by whichever plugin
/// does pub/sub, so take it as <see cref="IImport{T}"/>: without such a plugin there is nobody to tell. Thread-safe, and free to be called
/// with locks of keys held: it takes short locks of its own only, and calls nothing back.
/// </summary>
public interface IPublisher
{
    /// <summary>
    /// Whether a message to the channel would reach anybody, by the channel's name or by a pattern. Where nobody subscribes to anything this is
    /// the look at a field; ask before you build a message that costs something.
    /// </summary>
    /// <param name="channel">The channel.</param>
    bool HasSubscribers(ReadOnlySpan<byte> channel);

    /// <summary>Sends a message to whoever subscribes to the channel, or to a pattern that matches it. Not passed on to propagation sinks.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="message">The message; copied once for all receivers, not at all when there are none.</param>
    /// <returns>How many subscriptions it went to, as PUBLISH replies.</returns>
    long Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message);

    /// <summary>What there is to publish to.</summary>
    PublisherStatistics Statistics { get; }
}

/// <summary>Numbers of pub/sub.</summary>
/// <param name="Channels">Channels that somebody subscribes to.</param>
/// <param name="Patterns">Patterns that somebody subscribes to.</param>
/// <param name="ShardChannels">Shard channels that somebody subscribes to.</param>
public readonly record struct PublisherStatistics(int Channels, int Patterns, int ShardChannels);
