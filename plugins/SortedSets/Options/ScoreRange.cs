using System.Globalization;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>A range of scores, each end open or closed.</summary>
internal readonly struct ScoreRange
{
    private readonly ScoreBound _low;
    private readonly ScoreBound _high;

    private ScoreRange(ScoreBound low, ScoreBound high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>Reads both ends: <c>1.5</c>, <c>(1.5</c>, <c>-inf</c>.</summary>
    /// <returns>False when one is no number; <see cref="SortedSetErrors.ScoreRange"/>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, out ScoreRange range)
    {
        range = default;
        if (!TryBound(min, out double low, out bool lowOpen) || !TryBound(max, out double high, out bool highOpen))
            return false;
        range = new ScoreRange(new ScoreBound(low, IsBehind: lowOpen), new ScoreBound(high, IsBehind: !highOpen));
        return true;
    }

    /// <summary>The members within.</summary>
    /// <param name="set">The sorted set.</param>
    /// <param name="reversed">True when a walk through them begins with the highest.</param>
    public RankWindow In(in SortedSet set, bool reversed = false)
    {
        if (_low.Score > _high.Score)
            return default;
        set.PlacesOf(_low, _high, out SortedSetPlace first, out SortedSetPlace end);
        return RankWindow.Between(first, end, reversed);
    }

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
