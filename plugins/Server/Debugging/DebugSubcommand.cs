namespace CacheStorm.Plugins.Server;

/// <summary>One of DEBUG's subcommands. They are no commands of their own, as in Redis: neither COMMAND nor ACL know them.</summary>
/// <param name="Name">Its name in upper case.</param>
/// <param name="Least">The fewest arguments, DEBUG and the name included.</param>
/// <param name="Most">The most arguments.</param>
/// <param name="Run">What it does.</param>
internal sealed record DebugSubcommand(byte[] Name, int Least, int Most, CommandHandler Run)
{
    public DebugSubcommand(ReadOnlySpan<byte> name, int count, CommandHandler run) : this(name.ToArray(), count, count, run)
    {
    }

    public bool Matches(CommandArguments args) => args.Count >= Least && args.Count <= Most && args.Is(1, Name);
}
