namespace CacheStorm.Plugins.Lists;

/// <summary>How lists are kept. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class ListSettings
{
    /// <summary>The bytes of entries that a node of a large list may hold, unless a single element needs more.</summary>
    internal const int DefaultNodeBytes = 16 * 1024;

    private const int LargestByCount = 8 * 1024;

    /// <summary>How large a list in one piece may be: elements, or -1 to -5 for 4 to 64 KiB.</summary>
    [ConfigSetting("list-max-listpack-size", Aliases = ["list-max-ziplist-size"], Min = int.MinValue, Max = int.MaxValue, Mutable = true,
        Summary = "The largest list in one piece: elements, or -1 to -5 for 4 kb to 64 kb.")]
    public int MaxListpackSize { get; internal set; } = -2;

    /// <summary><see cref="DefaultNodeBytes"/>, but in tests.</summary>
    internal int NodeBytes { get; set; } = DefaultNodeBytes;

    /// <summary>True when a list of so many bytes and elements may be in one piece.</summary>
    internal bool FitsPacked(long bytes, long count)
    {
        int limit = MaxListpackSize;
        return limit < 0
            ? bytes <= 2048L << Math.Min(-limit, 5)
            : count <= Math.Max(limit, 1) && bytes <= LargestByCount;
    }
}
