namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>What a client can subscribe to.</summary>
internal enum SubscriptionKind
{
    Channel,
    Pattern,
    ShardChannel,
}
