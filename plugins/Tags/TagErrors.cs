using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Tags;

/// <summary>The error texts that only the commands on tags have.</summary>
internal static class TagErrors
{
    public static ReadOnlySpan<byte> Circle => "ERR the link would close a circle"u8;

    /// <summary>Replies that the log no longer has what was asked for.</summary>
    public static void LogBeginsLater(CommandContext context, long since, long begin) => context.Reply.Error(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"ERR the log of invalidations no longer reaches back to {since}; it begins at {begin}")));

    /// <summary>Replies that there was no such invalidation yet: the number is another server's, or made up.</summary>
    public static void NotReached(CommandContext context, long since, long latest) => context.Reply.Error(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"ERR the log of invalidations does not know {since}; the last number is {latest}")));
}
