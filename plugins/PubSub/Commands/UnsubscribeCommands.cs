using CacheStorm.Plugins.PubSub.Subscribers;

namespace CacheStorm.Plugins.PubSub.Commands;

/// <summary>
/// UNSUBSCRIBE, PUNSUBSCRIBE, SUNSUBSCRIBE: from some, or from all of a kind. What was published before stands in front of the reply, and
/// nothing of that channel behind it.
/// </summary>
internal sealed class UnsubscribeCommands(SubscriptionLedger ledger, SubscriberMode mode)
{
    [Command("UNSUBSCRIBE", Arity = -1, Flags = CommandFlags.PubSub | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.0.0",
        Summary = "Stop listening for messages posted to the given channels",
        Complexity = "O(N) where N is the number of clients already subscribed to a channel.",
        Arguments = "channel:string?*")]
    public void Unsubscribe(CommandContext context) => Unsubscribe(context, SubscriptionKind.Channel, "unsubscribe"u8);

    [Command("PUNSUBSCRIBE", Arity = -1, Flags = CommandFlags.PubSub | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.0.0",
        Summary = "Stop listening for messages posted to channels matching the given patterns",
        Complexity = "O(N+M) where N is the number of patterns the client is already subscribed and M is the number of total patterns subscribed in the system (by any client).",
        Arguments = "pattern:pattern?*")]
    public void PUnsubscribe(CommandContext context) => Unsubscribe(context, SubscriptionKind.Pattern, "punsubscribe"u8);

    [Command("SUNSUBSCRIBE", Arity = -1, Flags = CommandFlags.PubSub | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "7.0.0",
        Summary = "Stop listening for messages posted to the given shard channels",
        Complexity = "O(N) where N is the number of clients already subscribed to a shard channel.",
        Arguments = "shardchannel:string?*")]
    [KeySpec(1, KeyAccess.NotKey, Last = -1)]
    public void SUnsubscribe(CommandContext context) => Unsubscribe(context, SubscriptionKind.ShardChannel, "sunsubscribe"u8);

    private void Unsubscribe(CommandContext context, SubscriptionKind kind, ReadOnlySpan<byte> verb)
    {
        if (context.Args.Count > 1)
        {
            for (int i = 1; i < context.Args.Count; i++)
                Leave(context, kind, verb, context.Args[i]);
        }
        else if (Subscriber.Of(context.Client) is { } subscriber && subscriber.Count(kind) > 0)
        {
            foreach (byte[] name in subscriber.Names(kind))
                Leave(context, kind, verb, name);
        }
        else
        {
            Acknowledgement.WriteNone(context, verb, SubscriptionCounts.ForReply(context.Client, kind));
        }
        mode.Update(context.Client);
    }

    private void Leave(CommandContext context, SubscriptionKind kind, ReadOnlySpan<byte> verb, ReadOnlySpan<byte> name)
    {
        if (ledger.Remove(context.Client, kind, name) && !context.IsNested)
            context.Client.PlacePushes();
        Acknowledgement.Write(context, verb, name, SubscriptionCounts.ForReply(context.Client, kind));
    }
}
