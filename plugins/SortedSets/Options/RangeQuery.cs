using System.Text;
using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>By what a range is meant.</summary>
internal enum RangeKind : byte
{
    /// <summary>Not said: by rank, unless an option says otherwise.</summary>
    Unsaid,
    Rank,
    Score,
    Lex,
}

/// <summary>What a command of the ZRANGE family says by its name; the rest is left to options.</summary>
/// <param name="Kind">By what; <see cref="RangeKind.Unsaid"/>: BYSCORE and BYLEX are options.</param>
/// <param name="Reversed">True or false: the command's name says so; null: REV is an option.</param>
/// <param name="AllowsScores">WITHSCORES is an option.</param>
internal readonly record struct RangeForm(RangeKind Kind, bool? Reversed, bool AllowsScores);

/// <summary>A range with its options, of any command of the ZRANGE family. Points into the arguments.</summary>
internal readonly ref struct RangeQuery
{
    private readonly RangeKind _kind;
    private readonly ScoreRange _scores;
    private readonly LexRange _members;
    private readonly long _start;
    private readonly long _stop;
    private readonly long _offset;
    private readonly long _limit;

    private RangeQuery(RangeKind kind, bool reversed, bool withScores, long offset, long limit,
        long start, long stop, ScoreRange scores, LexRange members)
    {
        _kind = kind;
        Reversed = reversed;
        WithScores = withScores;
        _offset = offset;
        _limit = limit;
        _start = start;
        _stop = stop;
        _scores = scores;
        _members = members;
    }

    /// <summary>From the highest to the lowest.</summary>
    public bool Reversed { get; }

    /// <summary>Neither by score nor by bytes.</summary>
    public bool IsByRank => _kind is RangeKind.Unsaid or RangeKind.Rank;

    /// <summary>WITHSCORES.</summary>
    public bool WithScores { get; }

    /// <summary>Reads the range: first the options behind it, then their agreement, then the ends.</summary>
    /// <param name="arguments">The command's arguments.</param>
    /// <param name="source">The argument that is the key; the ends follow it.</param>
    /// <param name="form">What the command says by its name.</param>
    /// <param name="query">The range.</param>
    /// <returns>What to reply when it makes no sense; else empty.</returns>
    public static ReadOnlySpan<byte> TryParse(ArgumentList arguments, int source, RangeForm form, out RangeQuery query)
    {
        query = default;
        RangeKind kind = form.Kind;
        bool? reversed = form.Reversed;
        bool withScores = false;
        long offset = 0, limit = -1;
        for (int i = source + 3; i < arguments.Count; i++)
        {
            ReadOnlySpan<byte> word = arguments[i];
            if (form.AllowsScores && Ascii.EqualsIgnoreCase(word, "WITHSCORES"u8))
            {
                withScores = true;
            }
            else if (i + 2 < arguments.Count && Ascii.EqualsIgnoreCase(word, "LIMIT"u8))
            {
                if (!Numbers.TryParseInt64(arguments[++i], out offset) || !Numbers.TryParseInt64(arguments[++i], out limit))
                    return Errors.NotInteger;
            }
            else if (reversed is null && Ascii.EqualsIgnoreCase(word, "REV"u8))
                reversed = true;
            else if (kind == RangeKind.Unsaid && Ascii.EqualsIgnoreCase(word, "BYLEX"u8))
                kind = RangeKind.Lex;
            else if (kind == RangeKind.Unsaid && Ascii.EqualsIgnoreCase(word, "BYSCORE"u8))
                kind = RangeKind.Score;
            else
                return Errors.Syntax;
        }

        bool isByRank = kind is RangeKind.Unsaid or RangeKind.Rank;
        if (isByRank && limit != -1)
            return SortedSetErrors.LimitNeedsScoreOrLex;
        if (kind == RangeKind.Lex && withScores)
            return SortedSetErrors.ScoresWithLex;

        // Walking downwards, scores and members come as max, min; ranks always as start, stop.
        bool swapped = !isByRank && reversed == true;
        ReadOnlySpan<byte> low = arguments[source + (swapped ? 2 : 1)];
        ReadOnlySpan<byte> high = arguments[source + (swapped ? 1 : 2)];
        long start = 0, stop = 0;
        ScoreRange scores = default;
        LexRange members = default;
        if (isByRank && !(Numbers.TryParseInt64(low, out start) && Numbers.TryParseInt64(high, out stop)))
            return Errors.NotInteger;
        if (kind == RangeKind.Score && !ScoreRange.TryParse(low, high, out scores))
            return SortedSetErrors.ScoreRange;
        if (kind == RangeKind.Lex && !LexRange.TryParse(low, high, out members))
            return SortedSetErrors.LexRange;

        query = new RangeQuery(kind, reversed == true, withScores, offset, limit, start, stop, scores, members);
        return default;
    }

    /// <summary>The ranks that are meant.</summary>
    public RankWindow In(in SortedSet set) => _kind switch
    {
        RangeKind.Score => _scores.In(set, Reversed).Limited(_offset, _limit, Reversed),
        RangeKind.Lex => _members.In(set, Reversed).Limited(_offset, _limit, Reversed),
        _ => RankWindow.Of(_start, _stop, set.Count, Reversed),
    };
}
