using System.Text;

namespace CacheStorm.Plugins.Tags;

/// <summary>What TAG INVALIDATE is given: ANY or ALL, the tags, CASCADE, and how long entries may be read yet.</summary>
internal readonly ref struct InvalidationClause
{
    private const int MatchIndex = 2;
    private const int CountIndex = 3;

    /// <summary>Where the first tag stands.</summary>
    public const int FirstTag = 4;

    private InvalidationClause(int tagCount, TagMatch match, bool cascade, GraceClause grace)
    {
        TagCount = tagCount;
        Match = match;
        Cascade = cascade;
        Grace = grace;
    }

    public int TagCount { get; }
    public TagMatch Match { get; }
    public bool Cascade { get; }
    public GraceClause Grace { get; }

    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">All of the command's.</param>
    /// <param name="clause">What they say.</param>
    /// <param name="problem">The error when they make no sense.</param>
    public static bool TryParse(ArgumentList arguments, out InvalidationClause clause, out ReadOnlySpan<byte> problem)
    {
        clause = default;
        problem = Errors.Syntax;
        bool isAll = Ascii.EqualsIgnoreCase(arguments[MatchIndex], "ALL"u8);
        if (!isAll && !Ascii.EqualsIgnoreCase(arguments[MatchIndex], "ANY"u8))
            return false;
        if (!Numbers.TryParseInt64(arguments[CountIndex], out long count) || count < 1)
        {
            problem = Errors.NotInteger;
            return false;
        }

        if (count > arguments.Count - FirstTag)
            return false;
        bool cascade = false;
        GraceClause grace = default;
        for (int i = FirstTag + (int)count; i < arguments.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(arguments[i], "CASCADE"u8) && !cascade)
                cascade = true;
            else if (!GraceClause.TryTake(arguments, ref i, ref grace))
                return false;
        }

        clause = new InvalidationClause((int)count, isAll ? TagMatch.All : TagMatch.Any, cascade, grace);
        problem = default;
        return true;
    }
}

/// <summary>SOFT or SOFTAT with its number still unread: syntax is complained of first.</summary>
internal readonly ref struct GraceClause
{
    private readonly ReadOnlySpan<byte> _amount;
    private readonly bool _isAbsolute;

    private GraceClause(ReadOnlySpan<byte> amount, bool isAbsolute)
    {
        _amount = amount;
        _isAbsolute = isAbsolute;
        IsPresent = true;
    }

    public bool IsPresent { get; }

    /// <summary>Takes the option at an index, if it is this one. There can be one.</summary>
    public static bool TryTake(ArgumentList arguments, ref int index, ref GraceClause clause)
    {
        bool isAbsolute = Ascii.EqualsIgnoreCase(arguments[index], "SOFTAT"u8);
        if (clause.IsPresent || index + 1 >= arguments.Count || !isAbsolute && !Ascii.EqualsIgnoreCase(arguments[index], "SOFT"u8))
            return false;
        clause = new GraceClause(arguments[++index], isAbsolute);
        return true;
    }

    /// <summary>Reads until when entries stay readable.</summary>
    /// <param name="now">The time of the call.</param>
    /// <param name="until">Unix milliseconds; 0: they go at once.</param>
    /// <param name="problem">The error when the number makes no sense.</param>
    public bool TryResolve(long now, out long until, out ReadOnlySpan<byte> problem)
    {
        until = 0;
        problem = default;
        if (!IsPresent)
            return true;
        if (!Numbers.TryParseInt64(_amount, out long amount) || !_isAbsolute && amount > (long.MaxValue - now) / 1000)
        {
            problem = Errors.NotInteger;
            return false;
        }

        if (amount < 1)
        {
            problem = Errors.MustBePositive;
            return false;
        }

        until = _isAbsolute ? amount : now + amount * 1000;
        return true;
    }
}
