using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Commands;

/// <summary>What a request's name led to.</summary>
internal enum CommandResolution
{
    /// <summary>A command, or a subcommand.</summary>
    Found,
    /// <summary>Nobody knows the name.</summary>
    UnknownCommand,
    /// <summary>The container is known, the subcommand is not.</summary>
    UnknownSubcommand,
}

/// <summary>The commands at one moment. Immutable; the <see cref="CommandRegistry"/> swaps it for a new one when plugins come or go.</summary>
internal sealed class CommandTable
{
    public static readonly CommandTable Empty = new(new Dictionary<string, CommandEntry>(), [], 0);

    private readonly CommandNameTable _names;

    /// <summary>Makes a table.</summary>
    /// <param name="entries">The top-level entries by name; containers hold their subcommands already.</param>
    /// <param name="all">All entries, subcommands included.</param>
    /// <param name="ordinalLimit">No entry's ordinal reaches this.</param>
    public CommandTable(Dictionary<string, CommandEntry> entries, CommandEntry[] all, int ordinalLimit)
    {
        _names = new CommandNameTable(entries);
        All = all;
        OrdinalLimit = ordinalLimit;
        var infos = new List<CommandInfo>(entries.Count);
        foreach (CommandEntry entry in entries.Values)
            infos.Add(entry.Info);
        TopLevel = infos;
    }

    /// <summary>All entries, containers and subcommands included.</summary>
    public CommandEntry[] All { get; }

    /// <summary>The metadata of the top-level commands.</summary>
    public IReadOnlyCollection<CommandInfo> TopLevel { get; }

    /// <summary>No entry's ordinal reaches this: the length of an array by command.</summary>
    public int OrdinalLimit { get; }

    /// <summary>Finds a top-level command.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out CommandEntry? entry) => _names.TryFind(name, out entry);

    /// <summary>
    /// Finds what a request runs. A container called alone is its own answer (its arity refuses the call, unless it has a handler).
    /// One that takes other arguments than its subcommands' names is the answer when none of them is meant.
    /// </summary>
    /// <param name="request">The request, the command's name first; not empty.</param>
    /// <param name="entry">The command or subcommand; the container when its subcommand is unknown; else null.</param>
    public CommandResolution Resolve(ArgumentList request, out CommandEntry? entry)
    {
        if (!_names.TryFind(request[0], out entry))
            return CommandResolution.UnknownCommand;
        if (entry.Subcommands is null || request.Count == 1)
            return CommandResolution.Found;
        return ResolveSubcommand(request[1], ref entry);
    }

    /// <summary>Finds a command by its full name, a subcommand as <c>container|name</c>.</summary>
    public bool TryFindFull(ReadOnlySpan<byte> name, [NotNullWhen(true)] out CommandEntry? entry)
    {
        int bar = name.IndexOf((byte)'|');
        if (bar < 0)
            return _names.TryFind(name, out entry);
        if (_names.TryFind(name[..bar], out entry) && entry.Subcommands is not null)
            return entry.Subcommands.TryFind(name[(bar + 1)..], out entry);
        entry = null;
        return false;
    }

    private static CommandResolution ResolveSubcommand(ReadOnlySpan<byte> name, ref CommandEntry entry)
    {
        if (!entry.Subcommands!.TryFind(name, out CommandEntry? subcommand))
            return entry.Info.TakesOtherArguments ? CommandResolution.Found : CommandResolution.UnknownSubcommand;
        entry = subcommand;
        return CommandResolution.Found;
    }
}
