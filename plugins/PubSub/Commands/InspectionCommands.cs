using CacheStorm.Plugins.PubSub.Channels;

namespace CacheStorm.Plugins.PubSub.Commands;

/// <summary>PUBSUB: which channels and patterns somebody subscribes to.</summary>
[CommandContainer("PUBSUB", Arity = -2, Flags = CommandFlags.None,
    Group = "pubsub",
    Since = "2.8.0",
    Summary = "A container for Pub/Sub commands",
    Complexity = "Depends on subcommand.")]
internal sealed class InspectionCommands(ChannelTables tables)
{
    [Command("PUBSUB|CHANNELS", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.8.0",
        Summary = "List active channels",
        Complexity = "O(N) where N is the number of active channels, and assuming constant time pattern matching (relatively short channels and patterns)",
        Arguments = "pattern:pattern?")]
    public void Channels(CommandContext context) => WriteNames(context, tables.Channels);

    [Command("PUBSUB|NUMSUB", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.8.0",
        Summary = "Get the count of subscribers for channels",
        Complexity = "O(N) for the NUMSUB subcommand, where N is the number of requested channels",
        Arguments = "channel:string?*")]
    public void NumSub(CommandContext context) => WriteCounts(context, tables.Channels);

    [Command("PUBSUB|NUMPAT", Arity = 2, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "2.8.0",
        Summary = "Get the count of unique patterns pattern subscriptions",
        Complexity = "O(1)")]
    public void NumPat(CommandContext context) => context.Reply.Integer(tables.Patterns.Count);

    [Command("PUBSUB|SHARDCHANNELS", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "7.0.0",
        Summary = "List active shard channels",
        Complexity = "O(N) where N is the number of active shard channels, and assuming constant time pattern matching (relatively short shard channels).",
        Arguments = "pattern:pattern?")]
    public void ShardChannels(CommandContext context) => WriteNames(context, tables.ShardChannels);

    [Command("PUBSUB|SHARDNUMSUB", Arity = -2, Flags = CommandFlags.PubSub | CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "7.0.0",
        Summary = "Get the count of subscribers for shard channels",
        Complexity = "O(N) for the SHARDNUMSUB subcommand, where N is the number of requested shard channels",
        Arguments = "shardchannel:string?*")]
    public void ShardNumSub(CommandContext context) => WriteCounts(context, tables.ShardChannels);

    private static void WriteNames(CommandContext context, TopicTable topics)
    {
        if (context.Args.Count > 3)
        {
            context.Reply.Error([.. "ERR unknown subcommand or wrong number of arguments for '"u8, .. context.Args[1], .. "'. Try PUBSUB HELP."u8]);
            return;
        }
        List<byte[]> names = topics.Names(context.Args.Count == 3 ? context.Args[2].ToArray() : null);
        context.Reply.Array(names.Count);
        foreach (byte[] name in names)
            context.Reply.Bulk(name);
    }

    private static void WriteCounts(CommandContext context, TopicTable topics)
    {
        context.Reply.Array((context.Args.Count - 2) * 2);
        for (int i = 2; i < context.Args.Count; i++)
        {
            ReadOnlySpan<byte> name = context.Args[i];
            context.Reply.Bulk(name);
            context.Reply.Integer(topics.TryFind(name, out Topic? topic) ? topic.Count : 0);
        }
    }
}
