namespace CacheStorm.Host.Commands;

/// <summary>
/// One command or subcommand as the dispatcher sees it: what it needs for a call stands here, ready made.
/// Belongs to the <see cref="CommandRegistry"/>. All but <see cref="Interceptors"/> and <see cref="HostData"/> is immutable while it is in a table;
/// those two are written by the dispatcher before a table that holds the entry is published, or swapped whole.
/// </summary>
internal sealed class CommandEntry
{
    /// <summary>The metadata.</summary>
    public readonly CommandInfo Info;
    /// <summary>The handler. A container without one never gets past its arity check, so this one is never null.</summary>
    public CommandHandler Handler;
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
    public IKeyDeclarer? Declarer;
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

    /// <summary>True when its plugin was exchanged or unloaded: no table has it any more.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>
    /// Lets go of the plugin's code. A call that was routed to this entry and waits for its turn is handled by the successor. While no command runs.
    /// </summary>
    /// <param name="successor">The entry of the same name now; null: there is none.</param>
    public void Retire(CommandEntry? successor)
    {
        IsRetired = true;
        Interceptors = [];
        Declarer = null;
        // What else was looked at before the call had to wait (arity, keys) holds for the successor only if it asks for the same.
        Handler = successor is not null && successor.Info.Arity == Info.Arity ? successor.Handler : HasGone;
    }

    public override string ToString() => Info.FullName;

    private static void HasGone(CommandContext context) =>
        context.Reply.Error("ERR the command was exchanged while the call waited, try again"u8);

    private static void NeverRuns(CommandContext context) => throw new InvalidOperationException(
        $"{context.Command.FullName} holds subcommands and does nothing itself.");
}
