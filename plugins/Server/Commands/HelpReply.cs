namespace CacheStorm.Plugins.Server;

/// <summary>The reply of a container's HELP: a headline, then each subcommand and, indented, what it does.</summary>
internal static class HelpReply
{
    /// <summary>Writes the headline, the lines given, and the two lines about HELP itself.</summary>
    /// <param name="reply">Receives it.</param>
    /// <param name="container">The container's name in upper case.</param>
    /// <param name="text">Subcommands and their explanations, these indented by four blanks; a line each.</param>
    public static void Write(ReplyWriter reply, ReadOnlySpan<byte> container, ReadOnlySpan<byte> text)
    {
        reply.Array(text.Count((byte)'\n') + 4);
        reply.SimpleString([.. container, .. " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"u8]);
        foreach (Range line in text.Split((byte)'\n'))
            reply.SimpleString(text[line]);
        reply.SimpleString("HELP"u8);
        reply.SimpleString("    Prints this help."u8);
    }
}
