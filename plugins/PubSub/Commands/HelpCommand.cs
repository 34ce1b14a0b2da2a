namespace CacheStorm.Plugins.PubSub.Commands;

/// <summary>PUBSUB HELP.</summary>
internal sealed class HelpCommand
{
    [Command("PUBSUB|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "pubsub",
        Since = "6.2.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Array(14);
        reply.SimpleString("PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"u8);
        reply.SimpleString("CHANNELS [<pattern>]"u8);
        reply.SimpleString("    Return the currently active channels matching a <pattern> (default: '*')."u8);
        reply.SimpleString("NUMPAT"u8);
        reply.SimpleString("    Return number of subscriptions to patterns."u8);
        reply.SimpleString("NUMSUB [<channel> ...]"u8);
        reply.SimpleString("    Return the number of subscribers for the specified channels, excluding"u8);
        reply.SimpleString("    pattern subscriptions(default: no channels)."u8);
        reply.SimpleString("SHARDCHANNELS [<pattern>]"u8);
        reply.SimpleString("    Return the currently active shard level channels matching a <pattern> (default: '*')."u8);
        reply.SimpleString("SHARDNUMSUB [<shardchannel> ...]"u8);
        reply.SimpleString("    Return the number of subscribers for the specified shard level channel(s)"u8);
        reply.SimpleString("HELP"u8);
        reply.SimpleString("    Prints this help."u8);
    }
}
