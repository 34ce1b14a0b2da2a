using CacheStorm.Plugins.PubSub.Subscribers;

namespace CacheStorm.Plugins.PubSub.Commands;

/// <summary>SUBSCRIBE, PSUBSCRIBE, SSUBSCRIBE: the client is told from now on what is published there.</summary>
internal sealed class SubscribeCommands(SubscriptionLedger ledger, SubscriberMode mode)
{
    [Command("SUBSCRIBE", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.0.0",
        Summary = "Listen for messages published to the given channels",
        Complexity = "O(N) where N is the number of channels to subscribe to.",
        Arguments = "channel:string*")]
    public void Subscribe(CommandContext context) => Subscribe(context, SubscriptionKind.Channel, "subscribe"u8);

    [Command("PSUBSCRIBE", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.0.0",
        Summary = "Listen for messages published to channels matching the given patterns",
        Complexity = "O(N) where N is the number of patterns the client is already subscribed to.",
        Arguments = "pattern={pattern:pattern}*")]
    public void PSubscribe(CommandContext context) => Subscribe(context, SubscriptionKind.Pattern, "psubscribe"u8);

    [Command("SSUBSCRIBE", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.NoScript | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "7.0.0",
        Summary = "Listen for messages published to the given shard channels",
        Complexity = "O(N) where N is the number of shard channels to subscribe to.",
        Arguments = "shardchannel:string*")]
    [KeySpec(1, KeyAccess.NotKey, Last = -1)]
    public void SSubscribe(CommandContext context) => Subscribe(context, SubscriptionKind.ShardChannel, "ssubscribe"u8);

    private void Subscribe(CommandContext context, SubscriptionKind kind, ReadOnlySpan<byte> verb)
    {
        for (int i = 1; i < context.Args.Count; i++)
        {
            ReadOnlySpan<byte> name = context.Args[i];
            ledger.Add(context.Client, kind, name);
            Acknowledgement.Write(context, verb, name, SubscriptionCounts.ForReply(context.Client, kind));
        }
        mode.Update(context.Client);
    }
}
