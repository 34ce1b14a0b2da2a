namespace CacheStorm.Plugins.Sets;

/// <summary>Takes some members by chance out of a set, every choice as likely as the others. Holds no state; the entry's lock is held.</summary>
internal static class MemberPopper
{
    // As long as fewer members go than so many times those that stay, they are drawn one by one; else those that stay are.
    private const int FewStay = 5;

    /// <summary>Takes one member out of several.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">The set; refreshed.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="sink">Receives it.</param>
    public static void PopOne<TSink>(Keyspace keyspace, ref Entry entry, Random random, ref TSink sink)
        where TSink : struct, IMemberSink, allows ref struct
    {
        var set = new SetReader(entry);
        Span<byte> bytes = keyspace.Edit(ref entry);
        if (set.Encoding == SetEncoding.Table)
        {
            var table = new MemberTable(keyspace.Blocks(ref entry), bytes, 0);
            PopOneByOne(ref table, 1, random, ref sink);
            return;
        }

        int index = random.Next((int)set.Count);
        sink.Accept(set.At(index));
        if (set.Encoding == SetEncoding.Integers)
        {
            IntegerSet.Remove(bytes, index);
            keyspace.Edit(ref entry, IntegerSet.LengthOf(bytes));
        }
        else
        {
            keyspace.Edit(ref entry, Listpack.Delete(bytes, Listpack.Seek(bytes, index), 1));
        }
    }

    /// <summary>Takes members out.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">The set; refreshed.</param>
    /// <param name="count">How many; fewer than there are.</param>
    /// <param name="random">The source of chance.</param>
    /// <param name="sink">Receives them.</param>
    public static void Pop<TSink>(Keyspace keyspace, ref Entry entry, long count, Random random, ref TSink sink)
        where TSink : struct, IMemberSink, allows ref struct
    {
        Span<byte> bytes = keyspace.Edit(ref entry);
        switch ((SetEncoding)entry.Encoding)
        {
            case SetEncoding.Integers:
                PopIntegers(bytes, (int)count, random, ref sink);
                keyspace.Edit(ref entry, IntegerSet.LengthOf(bytes));
                break;
            case SetEncoding.Packed:
                PopPacked(bytes, (int)count, random, ref sink);
                keyspace.Edit(ref entry, Listpack.LengthOf(bytes));
                break;
            default:
                var table = new MemberTable(keyspace.Blocks(ref entry), bytes, 0);
                if ((table.Count - count) * FewStay > count)
                    PopOneByOne(ref table, count, random, ref sink);
                else
                    PopAllBut(ref table, table.Count - count, random, ref sink);
                break;
        }
    }

    // Those that stay move to the front, behind the reader: what is read was not written over yet.
    private static void PopIntegers<TSink>(Span<byte> set, int count, Random random, ref TSink sink)
        where TSink : struct, IMemberSink, allows ref struct
    {
        int members = IntegerSet.Count(set);
        int width = IntegerSet.Width(set);
        int kept = 0;
        for (int i = 0; i < members; i++)
        {
            long value = IntegerSet.ValueAt(set, i);
            if (random.Next(members - i) < count)
            {
                sink.Accept(new PackedElement(value));
                count--;
            }
            else
            {
                IntegerSet.Write(set, width, kept++, value);
            }
        }

        IntegerSet.WriteHeader(set, width, kept);
    }

    private static void PopPacked<TSink>(Span<byte> pack, int count, Random random, ref TSink sink)
        where TSink : struct, IMemberSink, allows ref struct
    {
        int left = Listpack.Count(pack);
        int kept = 0;
        int to = Listpack.First;
        for (int from = Listpack.First; left > 0; left--)
        {
            PackedElement member = ListpackEntry.Read(pack, from, out int next);
            if (random.Next(left) < count)
            {
                sink.Accept(member);
                count--;
            }
            else
            {
                pack[from..next].CopyTo(pack[to..]);
                to += next - from;
                kept++;
            }

            from = next;
        }

        Listpack.Seal(pack[..(to + 1)], kept);
    }

    private static void PopOneByOne<TSink>(ref MemberTable table, long count, Random random, ref TSink sink)
        where TSink : struct, IMemberSink, allows ref struct
    {
        for (; count > 0; count--)
        {
            MemberSlot slot = table.Random(random);
            sink.Accept(new PackedElement(table.MemberAt(slot)));
            table.Remove(slot);
        }
    }

    private static void PopAllBut<TSink>(ref MemberTable table, long stay, Random random, ref TSink sink)
        where TSink : struct, IMemberSink, allows ref struct
    {
        for (long marked = 0; marked < stay;)
        {
            MemberSlot slot = table.Random(random);
            if (table.IsMarked(slot))
                continue;
            table.Mark(slot, true);
            marked++;
        }

        using MemberScratch staying = MemberScratch.Begin();
        ElementPosition position = default;
        while (table.Next(ref position, out MemberSlot slot))
        {
            var member = new PackedElement(table.MemberAt(slot));
            if (table.IsMarked(slot))
                staying.Add(member);
            else
                sink.Accept(member);
        }

        table.Clear();
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        position = default;
        while (staying.Next(ref position, out PackedElement member))
            table.Add(member.Text(text), 0);
    }
}
