using System.Text;

namespace CacheStorm.Plugins.Connection;

/// <summary>The reply of a container's HELP: lines of text, each a simple string.</summary>
internal static class HelpReply
{
    /// <summary>Writes the heading, the lines given, and the two lines about HELP itself.</summary>
    public static void Write(CommandContext context, string text)
    {
        string[] lines = text.Split('\n');
        ReplyWriter reply = context.Reply;
        reply.Array(lines.Length + 3);
        Line(reply, $"{context.Command.Container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        foreach (string line in lines)
            Line(reply, line);
        Line(reply, "HELP");
        Line(reply, "    Prints this help.");
    }

    private static void Line(ReplyWriter reply, string line) => reply.SimpleString(Encoding.UTF8.GetBytes(line));
}
