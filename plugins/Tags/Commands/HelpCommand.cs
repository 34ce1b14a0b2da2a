namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>TAG HELP.</summary>
internal sealed class HelpCommand
{
    [Command("TAG|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Array(14);
        reply.SimpleString("TAG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"u8);
        reply.SimpleString("CHANGES <since>|$ [COUNT <count>]"u8);
        reply.SimpleString("    Return the invalidations after a number; with $ the last number."u8);
        reply.SimpleString("INVALIDATE ANY|ALL <numtags> <tag> [<tag> ...] [CASCADE]"u8);
        reply.SimpleString("    [SOFT <grace-seconds>|SOFTAT <unix-time-milliseconds>]"u8);
        reply.SimpleString("    Delete the keys that carry any or all of the tags, all at once."u8);
        reply.SimpleString("    CASCADE: and their descendants'. SOFT: readable for a grace time."u8);
        reply.SimpleString("SCAN <cursor> [MATCH <pattern>] [COUNT <count>]"u8);
        reply.SimpleString("    Iterate over the tags of the namespace."u8);
        reply.SimpleString("TOKEN <tag> [<tag> ...]"u8);
        reply.SimpleString("    Return a token of the tags' state now. SET with IFTOKEN stores only"u8);
        reply.SimpleString("    if none of them was invalidated since."u8);
        reply.SimpleString("HELP"u8);
        reply.SimpleString("    Prints this help."u8);
    }
}
