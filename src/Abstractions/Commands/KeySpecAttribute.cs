namespace CacheStorm;

/// <summary>
/// Says where a command's keys stand, as Redis' key specifications do. The server locks, routes and reports by them;
/// a key that none of them names can't be touched by the handler.
/// A command has as many as it needs, in the order of Redis' own.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class KeySpecAttribute : Attribute
{
    /// <summary>Keys that begin at a fixed argument.</summary>
    /// <param name="index">The argument's index; the command's name is 0 (of a subcommand: its container is 0).</param>
    /// <param name="access">What the command does with them.</param>
    public KeySpecAttribute(int index, KeyAccess access)
    {
        Index = index;
        Access = access;
    }

    /// <summary>Keys that begin after a keyword.</summary>
    /// <param name="keyword">The keyword, found without regard to case.</param>
    /// <param name="startFrom">The argument to look from; negative: from the end, backwards.</param>
    /// <param name="access">What the command does with them.</param>
    public KeySpecAttribute(string keyword, int startFrom, KeyAccess access)
    {
        Keyword = keyword;
        StartFrom = startFrom;
        Access = access;
    }

    /// <summary>The first argument of the specification, when there is no keyword.</summary>
    public int Index { get; }
    /// <summary>The keyword, or null.</summary>
    public string? Keyword { get; }
    /// <summary>Where the search for the keyword begins.</summary>
    public int StartFrom { get; }
    /// <summary>What the command does with these keys.</summary>
    public KeyAccess Access { get; }
    /// <summary>The last key, relative to the first; negative: counted from the end of the arguments (-1 is the last one).</summary>
    public int Last { get; set; }
    /// <summary>The distance from one key to the next.</summary>
    public int Step { get; set; } = 1;
    /// <summary>With a negative <see cref="Last"/>: only the first 1/Limit of the remaining arguments are keys (0 and 1: all).</summary>
    public int Limit { get; set; }
    /// <summary>When not negative: the argument (relative to the first) that holds the number of keys.</summary>
    public int KeyCountIndex { get; set; } = -1;
    /// <summary>With <see cref="KeyCountIndex"/>: the first key, relative to the specification's first argument.</summary>
    public int FirstKey { get; set; } = 1;
    /// <summary>
    /// The keys can't be told from the arguments; the handler asks for what it needs (<see cref="CommandContext.EnsureExclusive"/>). With a
    /// keyword the key behind it is found all the same, but the handler must make sure that it was the right one.
    /// </summary>
    public bool Unknown { get; set; }
    /// <summary>
    /// With <see cref="KeyAccess.VariableFlags"/>: the words, separated by blanks, that make a call use <see cref="Access"/> (SET's <c>GET</c>).
    /// A call without any of them uses <see cref="AccessWithoutWords"/>.
    /// </summary>
    public string AccessWords { get; set; } = "";
    /// <summary>How far behind the key <see cref="AccessWords"/> are looked for first: 1 is the argument after it.</summary>
    public int AccessWordsFrom { get; set; } = 1;
    /// <summary>The access of a call that has none of <see cref="AccessWords"/>.</summary>
    public KeyAccess AccessWithoutWords { get; set; }
    /// <summary>A note, as Redis gives some of its specifications.</summary>
    public string Notes { get; set; } = "";
    /// <summary>The command that the specification belongs to, when the method carries several; empty: all of them.</summary>
    public string Command { get; set; } = "";
}
