namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>The three kinds of what a client can subscribe to. They are the server's, not a namespace's, as in Redis.</summary>
internal sealed class ChannelTables
{
    public TopicTable Channels { get; } = new();

    public PatternTable Patterns { get; } = new();

    public TopicTable ShardChannels { get; } = new();
}
