using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZRANGE and the older commands that it took in: members by rank, by score, by their bytes.</summary>
internal sealed class RangeCommands(ZSetType type)
{
    private static readonly RangeForm s_any = new(RangeKind.Unsaid, null, AllowsScores: true);
    private static readonly RangeForm s_stored = new(RangeKind.Unsaid, null, AllowsScores: false);
    private static readonly RangeForm s_ranksDown = new(RangeKind.Rank, true, AllowsScores: true);
    private static readonly RangeForm s_scoresUp = new(RangeKind.Score, false, AllowsScores: true);
    private static readonly RangeForm s_scoresDown = new(RangeKind.Score, true, AllowsScores: true);
    private static readonly RangeForm s_lexUp = new(RangeKind.Lex, false, AllowsScores: true);
    private static readonly RangeForm s_lexDown = new(RangeKind.Lex, true, AllowsScores: true);

    [Command("ZRANGE", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Return a range of members in a sorted set",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.",
        Arguments = "key:key#0 start:string stop:string sortby=(byscore!BYSCORE | bylex!BYLEX)?^6.2.0 rev!REV?^6.2.0 offset_count={offset:integer count:integer}@LIMIT?^6.2.0 withscores!WITHSCORES?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("6.2.0", "Added the `REV`, `BYSCORE`, `BYLEX` and `LIMIT` options.")]
    public void ZRange(CommandContext context) => Range(context, s_any);

    [Command("ZREVRANGE", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Return a range of members in a sorted set, by index, with scores ordered from high to low",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements returned.",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`ZRANGE` with the `REV` argument",
        Arguments = "key:key#0 start:integer stop:integer withscores!WITHSCORES?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZRevRange(CommandContext context) => Range(context, s_ranksDown);

    [Command("ZRANGEBYSCORE", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "1.0.5",
        Summary = "Return a range of members in a sorted set, by score",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`ZRANGE` with the `BYSCORE` argument",
        Arguments = "key:key#0 min:double max:double withscores!WITHSCORES?^2.0.0 offset_count={offset:integer count:integer}@LIMIT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("2.0.0", "Added the `WITHSCORES` modifier.")]
    public void ZRangeByScore(CommandContext context) => Range(context, s_scoresUp);

    [Command("ZREVRANGEBYSCORE", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "2.2.0",
        Summary = "Return a range of members in a sorted set, by score, with scores ordered from high to low",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`ZRANGE` with the `REV` and `BYSCORE` arguments",
        Arguments = "key:key#0 max:double min:double withscores!WITHSCORES? offset_count={offset:integer count:integer}@LIMIT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("2.1.6", "`min` and `max` can be exclusive.")]
    public void ZRevRangeByScore(CommandContext context) => Range(context, s_scoresDown);

    [Command("ZRANGEBYLEX", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "2.8.9",
        Summary = "Return a range of members in a sorted set, by lexicographical range",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`ZRANGE` with the `BYLEX` argument",
        Arguments = "key:key#0 min:string max:string offset_count={offset:integer count:integer}@LIMIT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZRangeByLex(CommandContext context) => Range(context, s_lexUp);

    [Command("ZREVRANGEBYLEX", Arity = -4, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "2.8.9",
        Summary = "Return a range of members in a sorted set, by lexicographical range, ordered from higher to lower strings.",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements being returned. If M is constant (e.g. always asking for the first 10 elements with LIMIT), you can consider it O(log(N)).",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`ZRANGE` with the `REV` and `BYLEX` arguments",
        Arguments = "key:key#0 max:string min:string offset_count={offset:integer count:integer}@LIMIT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZRevRangeByLex(CommandContext context) => Range(context, s_lexDown);

    [Command("ZRANGESTORE", Arity = -5, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Store a range of members from sorted set into another key",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements stored into the destination key.",
        Arguments = "dst:key#0 src:key#1 min:string max:string sortby=(byscore!BYSCORE | bylex!BYLEX)? rev!REV? offset_count={offset:integer count:integer}@LIMIT?")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZRangeStore(CommandContext context)
    {
        if (!TryParse(context, 2, s_stored, out RangeQuery query))
            return;
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Args[2], out SortedSet set);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        // The destination may be the source, or share its memory: the members wait aside.
        using MemberScratch members = MemberScratch.Rent();
        if (found == LookupResult.Found)
            Copy(set, query.In(set), members);
        ResultStore.Store(context, type, members, "zrangestore"u8, query.IsByRank ? members.Count : 0, longest: 0);
    }

    private void Range(CommandContext context, RangeForm form)
    {
        if (!TryParse(context, 1, form, out RangeQuery query))
            return;
        switch (SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set))
        {
            case LookupResult.Found:
                MemberReply.Write(context.Reply, set, query.In(set), query.Reversed, query.WithScores);
                break;
            case LookupResult.Missing:
                context.Reply.Array(0);
                break;
            default:
                context.Reply.Error(Errors.WrongType);
                break;
        }
    }

    private static bool TryParse(CommandContext context, int source, RangeForm form, out RangeQuery query)
    {
        ReadOnlySpan<byte> error = RangeQuery.TryParse(context.Args.List, source, form, out query);
        if (error.IsEmpty)
            return true;
        context.Reply.Error(error);
        return false;
    }

    private static void Copy(in SortedSet set, RankWindow window, MemberScratch members)
    {
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        SortedSetWalk walk = set.WalkFrom(window.First, window.Known);
        for (long i = 0; i < window.Count && walk.Next(out PackedElement member, out double score); i++)
            members.Append(member.Text(digits), score);
    }
}
