using System.Buffers;

namespace CacheStorm.Plugins.Hashes;

/// <summary>HSCAN: some fields at a time. A packed hash comes whole.</summary>
internal sealed class ScanCommand(HashValues hashes)
{
    [Command("HSCAN", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "hash",
        Since = "2.8.0",
        Summary = "Incrementally iterate hash fields and associated values",
        Complexity = "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection..",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 cursor:integer pattern:pattern@MATCH? count:integer@COUNT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HScan(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        if (!context.Args.TryCursor(2, out ulong cursor))
            return;
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
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
        if (!FieldScanOptions.TryParse(context, out FieldScanOptions options))
            return;
        if (entry.Encoding == HashLayout.Table)
            ScanTable(context, TableFields.Of(entry), cursor, options);
        else
            ShowAll(context, entry, options);
    }

    private static void ShowAll(CommandContext context, in Entry entry, in FieldScanOptions options)
    {
        ReplyWriter reply = context.Reply;
        ScanCursor.BeginReply(reply, 0);
        DeferredLength length = reply.DeferredArray();
        int count = 0;
        var walk = new FieldWalk(entry);
        while (walk.NextLive(context.Now))
        {
            if (!options.Chooses(walk.Field))
                continue;
            walk.Field.WriteTo(reply);
            if (options.WithValues)
                walk.Value.WriteTo(reply);
            count++;
        }
        reply.Complete(length, options.WithValues ? count * 2 : count);
    }

    private static void ScanTable(CommandContext context, in TableFields table, ulong cursor, in FieldScanOptions options)
    {
        // The next cursor stands in front of the fields, so their places wait aside.
        var chosen = new ChosenSlots(options, context.Now);
        cursor = table.Members.Scan(cursor, options.Count, ref chosen);

        ReplyWriter reply = context.Reply;
        ScanCursor.BeginReply(reply, cursor);
        ReadOnlySpan<MemberSlot> slots = chosen.Slots;
        reply.Array(options.WithValues ? slots.Length * 2 : slots.Length);
        foreach (MemberSlot slot in slots)
        {
            reply.Bulk(table.Members.MemberAt(slot));
            if (options.WithValues)
                reply.Bulk(table.ValueAt(slot, out _));
        }
        chosen.Dispose();
    }

    /// <summary>Gathers the places of the fields that are wanted and have not expired.</summary>
    private ref struct ChosenSlots(FieldScanOptions options, long now) : IMemberVisitor
    {
        private readonly FieldScanOptions _options = options;
        private MemberSlot[] _slots = ArrayPool<MemberSlot>.Shared.Rent(64);
        private int _count;

        public readonly ReadOnlySpan<MemberSlot> Slots => _slots.AsSpan(0, _count);

        public void Visit(scoped in MemberTable table, MemberSlot slot)
        {
            if (!_options.Chooses(new PackedElement(table.MemberAt(slot))) || TableFields.IsExpired(table, slot, now))
                return;
            if (_count == _slots.Length)
            {
                MemberSlot[] more = ArrayPool<MemberSlot>.Shared.Rent(_count * 2);
                _slots.CopyTo(more, 0);
                ArrayPool<MemberSlot>.Shared.Return(_slots);
                _slots = more;
            }
            _slots[_count++] = slot;
        }

        public readonly void Dispose() => ArrayPool<MemberSlot>.Shared.Return(_slots);
    }
}
