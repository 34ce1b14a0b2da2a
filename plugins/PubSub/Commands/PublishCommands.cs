using CacheStorm.Plugins.PubSub.Channels;
using CacheStorm.Plugins.PubSub.Subscribers;

namespace CacheStorm.Plugins.PubSub.Commands;

/// <summary>PUBLISH, SPUBLISH: a message to whoever listens now. It is passed on, so that subscribers of replicas get it, too.</summary>
internal sealed class PublishCommands(Publisher publisher)
{
    [Command("PUBLISH", Arity = 3, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.MayReplicate,
        Group = "pubsub",
        Since = "2.0.0",
        Summary = "Post a message to a channel",
        Complexity = "O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total number of subscribed patterns (by any client).",
        Arguments = "channel:string message:string")]
    public void Publish(CommandContext context) => Reply(context, publisher.Publish(context.Args[1], context.Args[2]));

    [Command("SPUBLISH", Arity = 3, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale | CommandFlags.Fast | CommandFlags.MayReplicate,
        Group = "pubsub",
        Since = "7.0.0",
        Summary = "Post a message to a shard channel",
        Complexity = "O(N) where N is the number of clients subscribed to the receiving shard channel.",
        Arguments = "shardchannel:string message:string")]
    [KeySpec(1, KeyAccess.NotKey)]
    public void SPublish(CommandContext context) => Reply(context, publisher.PublishToShard(context.Args[1], context.Args[2]));

    private static void Reply(CommandContext context, long receivers)
    {
        if (context.Effects.Wanted)
            context.Effects.Force();
        // Who publishes to himself gets the message first, then the reply.
        if (receivers != 0 && !context.IsNested && Subscriber.Of(context.Client) is not null)
            context.Client.PlacePushes();
        context.Reply.Integer(receivers);
    }
}
