namespace CacheStorm.Plugins.Server;

/// <summary>The reply of a container's HELP: a headline, then each subcommand and, indented, what it does.</summary>
internal static class HelpReply
{
    /// <summary>Writes it.</summary>
    /// <param name="reply">Receives it.</param>
    /// <param name="container">The container's name in upper case.</param>
    /// <param name="lines">Subcommands and their explanations, these indented by four blanks.</param>
    public static void Write(ReplyWriter reply, ReadOnlySpan<byte> container, params ReadOnlySpan<byte[]> lines)
    {
        reply.Array(lines.Length + 3);
        reply.SimpleString([.. container, .. " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"u8]);
        foreach (byte[] line in lines)
            reply.SimpleString(line);
        reply.SimpleString("HELP"u8);
        reply.SimpleString("    Prints this help."u8);
    }
}
