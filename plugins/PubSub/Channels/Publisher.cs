namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// Sends messages. What one thread publishes arrives in that order, as it is handed out before the call returns. Takes a topic's lock at a
/// time, and clients' outboxes inside it; allocates the frame, one for the channel and one for each pattern that matches, and nothing where
/// nobody listens.
/// </summary>
internal sealed class Publisher(ChannelTables tables) : IPublisher
{
    /// <inheritdoc/>
    public PublisherStatistics Statistics => new(tables.Channels.Count, tables.Patterns.Count, tables.ShardChannels.Count);

    /// <inheritdoc/>
    public bool HasSubscribers(ReadOnlySpan<byte> channel) =>
        (!tables.Channels.IsEmpty && tables.Channels.TryFind(channel, out _))
        || (tables.Patterns.Count != 0 && tables.Patterns.Matches(channel));

    /// <inheritdoc/>
    public long Publish(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message)
    {
        long receivers = 0;
        if (!tables.Channels.IsEmpty && tables.Channels.TryFind(channel, out Topic? topic))
            receivers = topic.Deliver(MessageFrame.Of(MessageFrame.ChannelHead, channel, message));
        if (tables.Patterns.Count != 0)
            receivers += tables.Patterns.Deliver(channel, message);
        return receivers;
    }

    /// <summary>Sends a message to whoever subscribes to a shard channel.</summary>
    public long PublishToShard(ReadOnlySpan<byte> channel, ReadOnlySpan<byte> message) =>
        !tables.ShardChannels.IsEmpty && tables.ShardChannels.TryFind(channel, out Topic? topic)
            ? topic.Deliver(MessageFrame.Of(MessageFrame.ShardHead, channel, message))
            : 0;
}
