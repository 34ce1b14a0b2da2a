namespace CacheStorm.Host.Commands;

/// <summary>
/// One command or subcommand as the dispatcher sees it: what it needs for a call stands here, ready made.
/// Belongs to the <see cref="CommandRegistry"/>. All but <see cref="Interceptors"/> and <see cref="HostData"/> is immutable;
/// those two are written by the dispatcher before a table that holds the entry is published, or swapped whole.
/// </summary>
internal sealed class CommandEntry
{
    /// <summary>The metadata.</summary>
    public readonly CommandInfo Info;
    /// <summary>The handler. A container without one never gets past its arity check, so this one is never null.</summary>
    public readonly CommandHandler Handler;
    /// <summary>The metadata's flags.</summary>
    public readonly CommandFlags Flags;
    /// <summary>The fewest arguments, name included.</summary>
    public readonly int MinArgs;
    /// <summary>The most arguments, name included.</summary>
    public readonly int MaxArgs;
    /// <summary>The dense number of the command; the same for every entry that ever bore the name.</summary>
    public readonly int Ordinal;
    /// <summary>The argument of the only key, for the shortest path; 0: look at <see cref="Keys"/>.</summary>
    public readonly int SingleKeyIndex;
    /// <summary>Runs while nothing else does.</summary>
    public readonly bool IsExclusive;
    /// <summary>Names the keys of each call; null: the key specifications do.</summary>
    public readonly IKeyDeclarer? Declarer;
    /// <summary>Where the keys stand.</summary>
    public readonly KeyLayout Keys;
    /// <summary>A container's subcommands by their own names; null for others.</summary>
    public readonly CommandNameTable? Subcommands;

    /// <summary>Those that want to see calls of this command, in order; the dispatcher's.</summary>
    public ICommandInterceptor[] Interceptors = [];
    /// <summary>Whatever the dispatcher keeps for the command; carried along when a container is made anew.</summary>
    public object? HostData;

    public CommandEntry(CommandInfo info, CommandNameTable? subcommands = null)
    {
        Info = info;
        Handler = info.Handler ?? NeverRuns;
        Flags = info.Flags;
        Ordinal = info.Ordinal;
        Keys = KeyLayout.Of(info.KeySpecs);
        SingleKeyIndex = Keys.SingleKeyIndex;
        IsExclusive = info.Locking == CommandLocking.Exclusive;
        Declarer = info.Declarer;
        Subcommands = subcommands;
        MinArgs = Math.Abs(info.Arity);
        MaxArgs = info.Arity > 0 ? info.Arity : int.MaxValue;
        if (info.Handler is null)
            MinArgs = Math.Max(MinArgs, 2);
    }

    /// <summary>The plugin that brought it.</summary>
    public string PluginId => Info.PluginId;

    /// <summary>True when a call with that many arguments may run.</summary>
    public bool AcceptsCount(int count) => count >= MinArgs && count <= MaxArgs;

    public override string ToString() => Info.FullName;

    private static void NeverRuns(CommandContext context) => throw new InvalidOperationException(
        $"{context.Command.FullName} holds subcommands and does nothing itself.");
}
