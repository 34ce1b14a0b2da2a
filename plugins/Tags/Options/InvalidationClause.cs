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
