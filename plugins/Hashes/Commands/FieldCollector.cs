namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// Removes fields whose time is up, when the hash's alarm rings. A packed hash is done at once. A large one is walked through in slices; how
/// far is kept in its root. Between two walks it rests in proportion to its size, so that they never take more than a few percent of a
/// processor: what waits so long is invisible all the same. Stateless.
/// </summary>
internal static class FieldCollector
{
    private const int SliceFields = 1024;
    private const int FieldsPerRestMillisecond = 1000;

    /// <summary>When to look next.</summary>
    /// <returns>Unix milliseconds; -1: never.</returns>
    public static long NextLook(in Entry hash)
    {
        long earliest = HashValues.EarliestOf(hash);
        if (earliest == 0)
            return -1;
        if (hash.Encoding != HashLayout.Table)
            return earliest;
        ref readonly TableRoot root = ref TableRoot.In(hash.Value);
        return root.Cursor != 0 ? earliest : Math.Max(earliest, root.RestUntil);
    }

    /// <summary>Looks, and passes on and tells what went.</summary>
    public static void Collect(HashValues hashes, CommandContext context)
    {
        if (hashes.Open(context.Keyspace, context.Key, out Entry entry, Lookup.Peek) != LookupResult.Found
            || !HashValues.MayHaveExpired(entry, context.Now))
            return;
        using FieldNames names = FieldNames.Begin();
        bool isKeyGone = entry.Encoding == HashLayout.Table
            ? CollectSlice(context, ref entry, names)
            : CollectPacked(context, ref entry, names);
        if (names.Count == 0)
            return;
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("HDEL"u8).Add(context.Key).AddRange(names.List, 0);
        context.KeyEvent(KeyEventKinds.Hash, "hexpired"u8, context.Key);
        if (isKeyGone)
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, context.Key);
    }

    private static bool CollectPacked(CommandContext context, ref Entry entry, FieldNames names)
    {
        var fields = new PackedFields(entry.Value, entry.Encoding);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        int position = 0;
        while (fields.Next(ref position, out PackedElement field, out _, out long expiresAt))
        {
            if (expiresAt != 0 && expiresAt < context.Now)
                names.Add(field.Text(text));
        }
        if (names.Count == fields.Count)
            return context.Keyspace.Remove(context.Key);
        PackedChange.Collect(context.Keyspace, ref entry, context.Now);
        return false;
    }

    private static bool CollectSlice(CommandContext context, ref Entry entry, FieldNames names)
    {
        ref readonly TableRoot before = ref TableRoot.In(entry.Value);
        TableFields table = TableFields.Of(entry);
        var due = new DueFields(names, context.Now, before.EarliestMet);
        ulong cursor = table.Members.Scan((ulong)before.Cursor, SliceFields, ref due);
        if (names.Count == table.Count)
            return context.Keyspace.Remove(context.Key);

        Span<byte> value = context.Keyspace.Edit(ref entry);
        var changed = new TableFields(context.Keyspace.Blocks(ref entry), value);
        for (int i = 0; i < names.Count; i++)
        {
            if (changed.Members.TryFind(names.List[i], out MemberSlot slot))
                changed.Remove(slot);
        }

        ref TableRoot root = ref changed.Root;
        root.Cursor = (long)cursor;
        root.EarliestMet = due.Earliest;
        if (cursor != 0)
            return false;
        root.Earliest = root.Volatile == 0 ? 0 : root.EarliestMet;
        root.EarliestMet = 0;
        root.RestUntil = context.Now + changed.Count / FieldsPerRestMillisecond;
        return false;
    }

    /// <summary>Remembers the fields whose time is up, and the earliest expiry of the others.</summary>
    private struct DueFields(FieldNames names, long now, long earliest) : IMemberVisitor
    {
        public long Earliest { get; private set; } = earliest;

        public void Visit(scoped in MemberTable table, MemberSlot slot)
        {
            if (!table.IsMarked(slot))
                return;
            long expiresAt = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(table.ValueAt(slot));
            if (expiresAt < now)
                names.Add(table.MemberAt(slot));
            else
                Earliest = TableRoot.Sooner(Earliest, expiresAt);
        }
    }
}
