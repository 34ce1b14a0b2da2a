using System.Text;
using CacheStorm.UnitTests.Connections;

namespace CacheStorm.UnitTests.Keys;

/// <summary>Calls whose options are parsed; nothing else of them is there.</summary>
internal static class KeyCalls
{
    public static CommandContext Of(string request) => FakeCalls.Context(new FakeSession(1), request);

    /// <summary>The reply, as text without the line's end; empty when there is none.</summary>
    public static string ReplyOf(CommandContext context) => Encoding.UTF8.GetString(context.Reply.ToArray()).TrimEnd();
}
