using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>LOLWUT: a picture, and which version has drawn it. Any number given as VERSION draws; sizes may follow it.</summary>
internal sealed class LolwutCommand(IServerControl server)
{
    private const int DefaultColumns = 64;
    private const int DefaultRows = 20;
    private const int MostColumns = 1000;
    private const int MostRows = 200;

    [Command("LOLWUT", Arity = -1, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "server",
        Since = "5.0.0",
        Summary = "Display some computer art and the Redis version",
        Arguments = "version:integer@VERSION?")]
    public void Lolwut(CommandContext context)
    {
        CommandArguments args = context.Args;
        string picture = "";
        if (args.Count > 2 && args.Is(1, "VERSION"u8))
        {
            long columns = DefaultColumns;
            long rows = DefaultRows;
            if (!args.TryInt64(2, out _)
                || (args.Count > 3 && !args.TryInt64(3, out columns))
                || (args.Count > 4 && !args.TryInt64(4, out rows)))
                return;
            picture = StormPicture.Draw((int)Math.Clamp(columns, 1, MostColumns), (int)Math.Clamp(rows, 1, MostRows), Random.Shared) + "\n";
        }
        string signature = $"{picture}CacheStorm ver. {server.Version}, answering like Redis ver. {server.RedisVersion}\n";
        context.Reply.Verbatim("txt"u8, Encoding.UTF8.GetBytes(signature));
    }
}
