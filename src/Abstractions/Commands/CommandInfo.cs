namespace CacheStorm;

/// <summary>Handles one call of a command. Runs on an I/O thread with the command's locks held; must not block.</summary>
/// <param name="context">The call: arguments, reply, keyspace, client. Valid until the handler returns.</param>
public delegate void CommandHandler(CommandContext context);

/// <summary>All that the server knows about a command, made from its attributes. Immutable; the same for every call.</summary>
public sealed class CommandInfo
{
    internal CommandInfo(string name, string pluginId, CommandHandler? handler)
    {
        Name = name;
        PluginId = pluginId;
        Handler = handler;
        IsContainer = handler is null;
        int bar = name.IndexOf('|');
        Container = bar < 0 ? null : name[..bar];
        FullName = name.ToLowerInvariant();
    }

    /// <summary>The name in upper case, <c>CONTAINER|NAME</c> for a subcommand.</summary>
    public string Name { get; }
    /// <summary>The name in lower case, as Redis reports it: <c>client|setname</c>.</summary>
    public string FullName { get; }
    /// <summary>The container's name, or null.</summary>
    public string? Container { get; }
    /// <summary>The plugin that brought it.</summary>
    public string PluginId { get; }
    /// <summary>The number of arguments with the name; negative: at least that many.</summary>
    public int Arity { get; internal init; }
    /// <summary>What it does and where it may run.</summary>
    public CommandFlags Flags { get; internal init; }
    /// <summary>How its handler is kept apart from others.</summary>
    public CommandLocking Locking { get; internal init; }
    /// <summary>All its ACL categories: those of the attribute and those that follow from flags and group.</summary>
    public AclCategory Categories { get; internal init; }
    /// <summary>Redis' group name.</summary>
    public string Group { get; internal init; } = "module";
    /// <summary>What it does, in a sentence.</summary>
    public string Summary { get; internal init; } = "";
    /// <summary>The version that brought it.</summary>
    public string Since { get; internal init; } = "";
    /// <summary>Its cost.</summary>
    public string Complexity { get; internal init; } = "";
    /// <summary>Redis' command tips.</summary>
    public IReadOnlyList<string> Tips { get; internal init; } = [];
    /// <summary>The version since which it is deprecated, or empty.</summary>
    public string DeprecatedSince { get; internal init; } = "";
    /// <summary>What replaces it, or empty.</summary>
    public string ReplacedBy { get; internal init; } = "";
    /// <summary>Documented as a part of the system, not for users.</summary>
    public bool SystemCommand { get; internal init; }
    /// <summary>A container whose handler takes calls that name no subcommand.</summary>
    public bool TakesOtherArguments { get; internal init; }
    /// <summary>
    /// The arguments after the name, separated by blanks, in a small language:
    /// <c>name:type</c> a value (string, integer, double, key, pattern, unix-time), <c>#n</c> behind it the key specification it belongs to,
    /// <c>@TOKEN</c> the word that stands before it; <c>name!TOKEN</c> a word alone; <c>name=(a | b)</c> one of several;
    /// <c>name={a b}</c> a block (both may have <c>@TOKEN</c>). Behind any of them: <c>?</c> optional, <c>*</c> repeats, <c>+</c> repeats
    /// with its token, <c>^6.2.0</c> since that version, <c>~7.0.0</c> deprecated since. A token of other than letters, digits, '-' and '_' stands in single quotes.
    /// </summary>
    public string Arguments { get; internal init; } = "";
    /// <summary>What changed when.</summary>
    public IReadOnlyList<(string Version, string Change)> History { get; internal init; } = [];
    /// <summary>Where its keys stand.</summary>
    public IReadOnlyList<KeySpecAttribute> KeySpecs { get; internal init; } = [];
    /// <summary>A container's subcommands; empty for others.</summary>
    public IReadOnlyList<CommandInfo> Subcommands { get; internal set; } = [];
    /// <summary>True for a command that only holds subcommands.</summary>
    public bool IsContainer { get; }
    /// <summary>The first key's argument index as COMMAND INFO reports it; 0: none.</summary>
    public int FirstKey { get; internal init; }
    /// <summary>The last key's argument index as COMMAND INFO reports it; negative: from the end.</summary>
    public int LastKey { get; internal init; }
    /// <summary>The distance between keys as COMMAND INFO reports it.</summary>
    public int KeyStep { get; internal init; }
    /// <summary>A small number of its own, for tables by command. Stays while the command is registered.</summary>
    public int Ordinal { get; internal set; }

    /// <summary>Names the keys of each call; null: the key specifications do.</summary>
    internal IKeyDeclarer? Declarer { get; set; }

    /// <summary>Runs the command; null for a container.</summary>
    internal CommandHandler? Handler { get; private set; }

    /// <summary>
    /// Lets go of the plugin's code: whoever still holds this description (a log, a list) must not keep an unloaded plugin in memory.
    /// Only for one that no table holds any more, and only while no command runs.
    /// </summary>
    internal void Retire()
    {
        Declarer = null;
        Subcommands = [];
        if (Handler is not null)
            Handler = s_gone;
    }

    private static readonly CommandHandler s_gone =
        static context => context.Reply.Error("ERR the plugin of this command was unloaded"u8);

    /// <summary>True when every one of <paramref name="flags"/> is set.</summary>
    /// <param name="flags">The flags to look for.</param>
    public bool Has(CommandFlags flags) => (Flags & flags) == flags;

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
