using System.Text;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>What stands behind the cursor of ZSCAN. Points into the arguments.</summary>
internal readonly ref struct ScanOptions
{
    private const int DefaultCount = 10;

    private readonly ReadOnlySpan<byte> _pattern;
    private readonly bool _hasPattern;

    private ScanOptions(int count, ReadOnlySpan<byte> pattern, bool hasPattern)
    {
        Count = count;
        _pattern = pattern;
        _hasPattern = hasPattern;
    }

    /// <summary>About how many members to look at.</summary>
    public int Count { get; }

    /// <summary>Whether a member is wanted.</summary>
    public bool Chooses(ReadOnlySpan<byte> member) => !_hasPattern || Glob.IsMatch(_pattern, member);

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="first">The first option.</param>
    /// <param name="options">The options.</param>
    /// <returns>What to reply when they make no sense; else empty.</returns>
    public static ReadOnlySpan<byte> TryParse(ArgumentList arguments, int first, out ScanOptions options)
    {
        options = default;
        long count = DefaultCount;
        ReadOnlySpan<byte> pattern = default;
        bool hasPattern = false;
        for (int i = first; i < arguments.Count; i += 2)
        {
            bool hasValue = i + 1 < arguments.Count;
            if (hasValue && Ascii.EqualsIgnoreCase(arguments[i], "COUNT"u8))
            {
                if (!Numbers.TryParseInt64(arguments[i + 1], out count))
                    return Errors.NotInteger;
                if (count < 1)
                    return Errors.Syntax;
            }
            else if (hasValue && Ascii.EqualsIgnoreCase(arguments[i], "MATCH"u8))
            {
                pattern = arguments[i + 1];
                hasPattern = !Glob.IsEverything(pattern);
            }
            else
            {
                return Errors.Syntax;
            }
        }
        options = new ScanOptions((int)Math.Min(count, int.MaxValue), pattern, hasPattern);
        return default;
    }
}
