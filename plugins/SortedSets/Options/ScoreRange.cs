using System.Globalization;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>A range of scores, each end open or closed.</summary>
internal readonly struct ScoreRange
{
    private readonly double _min;
    private readonly double _max;
    private readonly bool _minOpen;
    private readonly bool _maxOpen;

    private ScoreRange(double min, bool minOpen, double max, bool maxOpen)
    {
        _min = min;
        _minOpen = minOpen;
        _max = max;
        _maxOpen = maxOpen;
    }

    /// <summary>Reads both ends: <c>1.5</c>, <c>(1.5</c>, <c>-inf</c>.</summary>
    /// <returns>False when one is no number; <see cref="SortedSetErrors.ScoreRange"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, out ScoreRange range)
    {
        range = default;
        if (!TryBound(min, out double low, out bool lowOpen) || !TryBound(max, out double high, out bool highOpen))
            return false;
        range = new ScoreRange(low, lowOpen, high, highOpen);
        return true;
    }

    /// <summary>The ranks of the members within.</summary>
    public RankWindow In(in SortedSet set)
    {
        if (_min > _max)
            return default;
        long first = set.CountBelow(_min, inclusive: _minOpen);
        return first == set.Count ? default : RankWindow.Between(first, EndIn(set));
    }

    // Everything up to infinity needs no second search.
    private long EndIn(in SortedSet set) =>
        _max == double.PositiveInfinity && !_maxOpen ? set.Count : set.CountBelow(_max, inclusive: !_maxOpen);

    private static bool TryBound(ReadOnlySpan<byte> text, out double bound, out bool open)
    {
        open = !text.IsEmpty && text[0] == (byte)'(';
        if (open)
            text = text[1..];
        return Numbers.TryParseDouble(text, out bound) || TryLenient(text, out bound);
    }

    /// <summary>
    /// Here Redis lets C's <c>strtod</c> read alone, which takes more than a score may be: nothing at all is 0, blanks in front are passed over,
    /// a zero byte ends the text, and what is too large or too small becomes infinite or 0.
    /// </summary>
    private static bool TryLenient(ReadOnlySpan<byte> text, out double bound)
    {
        bound = 0;
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        if (text.IsEmpty)
            return true;
        text = text.TrimStart(" \t\n\v\f\r"u8);
        if (Numbers.TryParseDouble(text, out bound))
            return true;
        if (text.IndexOfAnyExcept("0123456789+-.eE"u8) >= 0)
            return false;
        return double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out bound);
    }
}
