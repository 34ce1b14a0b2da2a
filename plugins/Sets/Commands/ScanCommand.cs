namespace CacheStorm.Plugins.Sets;

/// <summary>SSCAN: the members in steps. What is packed comes at once, as in Redis; a table by its own cursor.</summary>
internal sealed class ScanCommand
{
    [Command("SSCAN", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "set",
        Since = "2.8.0",
        Summary = "Incrementally iterate Set elements",
        Complexity = "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection..",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 cursor:integer pattern:pattern@MATCH? count:integer@COUNT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Scan(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        if (!context.Args.TryCursor(2, out ulong cursor))
            return;

        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found == LookupResult.WrongType)
            return;
        if (found == LookupResult.Missing)
        {
            ScanCursor.ReplyNothing(reply);
            return;
        }

        if (!ScanOptions.TryParse(context, 3, out ScanOptions options))
            return;
        var set = new SetReader(entry);
        if (set.Encoding == SetEncoding.Table)
            ScanTable(reply, set.Table, cursor, options);
        else
            ScanAll(reply, set, options);
    }

    private static void ScanAll(ReplyWriter reply, SetReader set, ScanOptions options)
    {
        ScanCursor.BeginReply(reply, 0);
        DeferredLength length = reply.DeferredArray();
        int chosen = 0;
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
        {
            if (!options.Chooses(member))
                continue;
            member.WriteTo(reply);
            chosen++;
        }

        reply.Complete(length, chosen);
    }

    private static void ScanTable(ReplyWriter reply, MemberTable table, ulong cursor, ScanOptions options)
    {
        // The next cursor stands before the members, so these wait aside.
        using MemberScratch page = MemberScratch.Begin();
        var visitor = new ChosenMembers(options, page);
        cursor = table.Scan(cursor, options.Count, ref visitor);
        ScanCursor.BeginReply(reply, cursor);
        reply.Array((int)page.Count);
        ElementPosition position = default;
        while (page.Next(ref position, out PackedElement member))
            member.WriteTo(reply);
    }

    private readonly ref struct ChosenMembers(ScanOptions options, MemberScratch page) : IMemberVisitor
    {
        private readonly ScanOptions _options = options;

        public void Visit(scoped in MemberTable table, MemberSlot slot)
        {
            var member = new PackedElement(table.MemberAt(slot));
            if (_options.Chooses(member))
                page.Add(member);
        }
    }
}
