namespace CacheStorm.Plugins.PubSub.Subscribers;

/// <summary>The number at the end of each reply: channels and patterns are counted together, shard channels by themselves.</summary>
internal static class SubscriptionCounts
{
    public static int ForReply(ClientSession client, SubscriptionKind kind) =>
        kind == SubscriptionKind.ShardChannel ? client.ShardSubscriptions : client.Subscriptions + client.PatternSubscriptions;
}
