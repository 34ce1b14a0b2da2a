using System.Text;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>What stands behind the name of ZMPOP, and behind the time-out of BZMPOP: keys, which end, how many.</summary>
/// <param name="FirstKey">The argument that is the first key.</param>
/// <param name="KeyCount">How many keys there are.</param>
/// <param name="FromTop">MAX: the highest members go.</param>
/// <param name="Count">How many members at most; at least 1.</param>
internal readonly record struct PopOptions(int FirstKey, int KeyCount, bool FromTop, long Count)
{
    /// <summary>Reads them.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="keyCountAt">The argument that is the number of keys.</param>
    /// <param name="options">The options.</param>
    /// <returns>What to reply when they make no sense; else empty.</returns>
    public static ReadOnlySpan<byte> TryParse(ArgumentList arguments, int keyCountAt, out PopOptions options)
    {
        options = default;
        if (!Numbers.TryParseInt64(arguments[keyCountAt], out long keys) || keys < 1)
            return SortedSetErrors.KeyCountNotPositive;
        if (keys >= arguments.Count - keyCountAt - 1)
            return Errors.Syntax;

        int end = keyCountAt + 1 + (int)keys;
        bool fromTop = Ascii.EqualsIgnoreCase(arguments[end], "MAX"u8);
        if (!fromTop && !Ascii.EqualsIgnoreCase(arguments[end], "MIN"u8))
            return Errors.Syntax;

        long count = 0;
        for (int i = end + 1; i < arguments.Count; i += 2)
        {
            if (count != 0 || i + 1 >= arguments.Count || !Ascii.EqualsIgnoreCase(arguments[i], "COUNT"u8))
                return Errors.Syntax;
            if (!Numbers.TryParseInt64(arguments[i + 1], out count) || count < 1)
                return SortedSetErrors.CountNotPositive;
        }
        options = new PopOptions(keyCountAt + 1, (int)keys, fromTop, Math.Max(1, count));
        return default;
    }
}
