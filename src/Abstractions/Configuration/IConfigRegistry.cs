using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>
/// All settings of the server and its plugins under their Redis names: what CONFIG GET, SET and REWRITE work on.
/// </summary>
/// <remarks>Safe from any thread. Changes are made one after another, reads never wait.</remarks>
public interface IConfigRegistry
{
    /// <summary>Every setting, once, in the order of their names.</summary>
    IReadOnlyList<ConfigParameter> Parameters { get; }

    /// <summary>The file that the server was started with; null without one.</summary>
    string? File { get; }

    /// <summary>Finds a setting by its name, one of its aliases, or <c>&lt;plugin&gt;.&lt;name&gt;</c>, in any case.</summary>
    bool TryGet(string name, [NotNullWhen(true)] out ConfigParameter? parameter);

    /// <summary>
    /// The names and values that match any of the patterns, each name once, as CONFIG GET answers them. A pattern
    /// without wildcards is answered under the name as it was asked for.
    /// </summary>
    IReadOnlyList<KeyValuePair<string, string>> Get(IReadOnlyList<string> patterns);

    /// <summary>Changes several settings, all or none.</summary>
    /// <param name="changes">Names and new values.</param>
    /// <param name="localClient">Whether who asks is connected from this machine: some settings may be changed only
    /// from there.</param>
    /// <returns>Null when all were changed; else the error reply without its leading dash.</returns>
    string? Set(IReadOnlyList<KeyValuePair<string, string>> changes, bool localClient);

    /// <summary>Writes the settings as they are now into the file that the server was started with.</summary>
    /// <returns>Null when done; else the error reply without its leading dash.</returns>
    string? Rewrite();

    /// <summary>
    /// Has <paramref name="apply"/> called when a CONFIG SET changed the setting, once for each CONFIG SET even where
    /// it stands for several settings. When it returns a text, the change is refused with it and taken back, and what
    /// has been applied is applied again.
    /// </summary>
    /// <returns>Ends it when disposed.</returns>
    IDisposable OnApply(string name, Func<string?> apply);
}
