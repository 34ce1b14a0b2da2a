namespace CacheStorm.Plugins.Sets;

/// <summary>Up to where a set stays packed. Written by CONFIG SET, read by all threads; each value is written in one piece.</summary>
[PluginSettings]
public sealed class SetSettings
{
    // A packed set is gone through from the front, and moved as a whole when it grows: however large a limit is asked for, it ends here.
    private const long MostIntegers = 1 << 20;
    private const long MostPacked = 4096;
    private const long LongestPacked = 1024;

    /// <summary>The most members of a set of integers that is kept as a sorted array.</summary>
    [ConfigSetting("set-max-intset-entries", Min = 0, Max = long.MaxValue, Mutable = true,
        Summary = "Members of a packed set of numbers at most.")]
    public long MaxIntsetEntries { get; internal set; } = 512;

    /// <summary>The most members of a packed set.</summary>
    [ConfigSetting("set-max-listpack-entries", Min = 0, Max = long.MaxValue, Mutable = true,
        Summary = "Members of a packed set at most.")]
    public long MaxListpackEntries { get; internal set; } = 128;

    /// <summary>The longest member of a packed set.</summary>
    [ConfigSetting("set-max-listpack-value", Min = 0, Memory = true, Mutable = true,
        Summary = "The longest member of a packed set.")]
    public long MaxListpackValue { get; internal set; } = 64;

    /// <summary>True when so many integers may be kept as a sorted array.</summary>
    internal bool AllowsIntegers(long count) => count <= Math.Min(MaxIntsetEntries, MostIntegers);

    /// <summary>True when so many members may be kept packed, the longest of which has this length.</summary>
    internal bool AllowsPacked(long count, int longest) =>
        count <= Math.Min(MaxListpackEntries, MostPacked) && longest <= Math.Min(MaxListpackValue, LongestPacked);
}
