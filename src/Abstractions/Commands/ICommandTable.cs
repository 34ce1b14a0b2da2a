using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>The commands that the server knows now. Thread-safe; a snapshot is swapped when plugins come or go.</summary>
public interface ICommandTable
{
    /// <summary>All top-level commands, containers included, in no particular order.</summary>
    IReadOnlyCollection<CommandInfo> Commands { get; }

    /// <summary>Finds a command by its name, without regard to case; a subcommand as <c>container|name</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="command">The command.</param>
    /// <returns>False when there is none.</returns>
    bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out CommandInfo? command);

    /// <summary>Finds the command (or subcommand) that a request runs.</summary>
    /// <param name="request">The request, the command's name first.</param>
    /// <param name="command">The command.</param>
    /// <returns>False when there is none.</returns>
    bool TryResolve(ArgumentList request, [NotNullWhen(true)] out CommandInfo? command);

    /// <summary>Finds the keys of a request by the command's key specifications.</summary>
    /// <param name="command">The request's command.</param>
    /// <param name="request">The request, the command's name first.</param>
    /// <param name="keys">Receives the argument index and access of each key, in order.</param>
    /// <returns>False when the arguments are invalid for the command.</returns>
    bool TryGetKeys(CommandInfo command, ArgumentList request, ICollection<KeyArgument> keys);
}

/// <summary>A key among a request's arguments.</summary>
/// <param name="Index">The argument's index.</param>
/// <param name="Access">What the command does with it.</param>
public readonly record struct KeyArgument(int Index, KeyAccess Access);
