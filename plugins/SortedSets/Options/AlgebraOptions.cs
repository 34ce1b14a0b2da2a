using System.Text;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>What becomes of a member's scores in several inputs.</summary>
internal enum ScoreAggregate : byte
{
    Sum,
    Min,
    Max,
}

/// <summary>Which options a command on several sorted sets has.</summary>
[Flags]
internal enum AlgebraForm : byte
{
    None = 0,
    /// <summary>WEIGHTS and AGGREGATE.</summary>
    Combines = 1,
    /// <summary>WITHSCORES.</summary>
    ShowsScores = 2,
    /// <summary>LIMIT.</summary>
    Counts = 4,
}

/// <summary>What stands behind the keys of ZUNION, ZINTER, ZDIFF, ZINTERCARD and their storing forms.</summary>
/// <param name="FirstWeight">The argument that is the first input's weight; 0: all weigh 1.</param>
/// <param name="Aggregate">What becomes of several scores.</param>
/// <param name="WithScores">The reply shows scores.</param>
/// <param name="Limit">Up to how many are counted; 0: all.</param>
internal readonly record struct AlgebraOptions(int FirstWeight, ScoreAggregate Aggregate, bool WithScores, long Limit)
{
    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="first">The first option.</param>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="form">Which options the command has.</param>
    /// <param name="options">The options.</param>
    /// <returns>What to reply when they make no sense; else empty.</returns>
    public static ReadOnlySpan<byte> TryParse(ArgumentList arguments, int first, int inputs, AlgebraForm form, out AlgebraOptions options)
    {
        options = default;
        bool combines = (form & AlgebraForm.Combines) != 0;
        int i = first;
        while (i < arguments.Count)
        {
            ReadOnlySpan<byte> word = arguments[i];
            int rest = arguments.Count - i - 1;
            if (combines && rest >= inputs && Ascii.EqualsIgnoreCase(word, "WEIGHTS"u8))
            {
                options = options with { FirstWeight = ++i };
                for (int end = i + inputs; i < end; i++)
                {
                    if (!Numbers.TryParseDouble(arguments[i], out _))
                        return SortedSetErrors.Weight;
                }
            }
            else if (combines && rest >= 1 && Ascii.EqualsIgnoreCase(word, "AGGREGATE"u8))
            {
                if (!TryAggregate(arguments[i + 1], out ScoreAggregate aggregate))
                    return Errors.Syntax;
                options = options with { Aggregate = aggregate };
                i += 2;
            }
            else if ((form & AlgebraForm.ShowsScores) != 0 && Ascii.EqualsIgnoreCase(word, "WITHSCORES"u8))
            {
                options = options with { WithScores = true };
                i++;
            }
            else if ((form & AlgebraForm.Counts) != 0 && rest >= 1 && Ascii.EqualsIgnoreCase(word, "LIMIT"u8))
            {
                if (!Numbers.TryParseInt64(arguments[i + 1], out long limit) || limit < 0)
                    return SortedSetErrors.NegativeLimit;
                options = options with { Limit = limit };
                i += 2;
            }
            else
            {
                return Errors.Syntax;
            }
        }
        return default;
    }

    private static bool TryAggregate(ReadOnlySpan<byte> word, out ScoreAggregate aggregate)
    {
        aggregate = ScoreAggregate.Sum;
        if (Ascii.EqualsIgnoreCase(word, "SUM"u8))
            return true;
        aggregate = ScoreAggregate.Min;
        if (Ascii.EqualsIgnoreCase(word, "MIN"u8))
            return true;
        aggregate = ScoreAggregate.Max;
        return Ascii.EqualsIgnoreCase(word, "MAX"u8);
    }
}
