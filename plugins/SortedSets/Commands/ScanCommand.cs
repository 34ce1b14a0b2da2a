using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZSCAN: a walk in steps.</summary>
internal sealed class ScanCommand(ZSetType type)
{
    [Command("ZSCAN", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "sorted-set",
        Since = "2.8.0",
        Summary = "Incrementally iterate sorted sets elements and associated scores",
        Complexity = "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection..",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 cursor:integer pattern:pattern@MATCH? count:integer@COUNT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZScan(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        if (!context.Args.TryCursor(2, out ulong cursor))
            return;
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set);
        if (found == LookupResult.WrongType)
        {
            reply.Error(Errors.WrongType);
            return;
        }
        if (found == LookupResult.Missing)
        {
            ScanCursor.ReplyNothing(reply);
            return;
        }
        if (!ScanOptions.TryParse(context, 3, out ScanOptions options))
            return;

        // The next cursor stands before the members, so these wait aside.
        using MemberScratch page = MemberScratch.Rent();
        var chosen = new ChosenMembers(options, page);
        cursor = set.Scan(cursor, options.Count, ref chosen);

        ScanCursor.BeginReply(reply, cursor);
        reply.Array(checked(page.Count * 2));
        for (int i = 0; i < page.Count; i++)
        {
            reply.Bulk(page.Member(i));
            reply.BulkNumber(page.Score(i));
        }
    }

    private readonly ref struct ChosenMembers(ScanOptions options, MemberScratch page) : ISortedSetVisitor
    {
        private readonly ScanOptions _options = options;

        public void Visit(scoped PackedElement member, double score)
        {
            Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
            ReadOnlySpan<byte> text = member.Text(digits);
            if (_options.Chooses(text))
                page.Append(text, score);
        }
    }
}
