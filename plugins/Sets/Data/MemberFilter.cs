namespace CacheStorm.Plugins.Sets;

/// <summary>
/// The members of one set that are in all others, or in none of them. With one other set they are asked one by one. With more they are
/// taken some at a time, and each of the others is opened once for those: so nothing is kept of a member but where it stands, however
/// many sets there are. Holds no state.
/// </summary>
internal static class MemberFilter
{
    private const int Batch = 128;

    /// <summary>Walks through the members that pass.</summary>
    /// <param name="context">The call.</param>
    /// <param name="set">The set whose members are asked for.</param>
    /// <param name="others">The others, the one that decides most first.</param>
    /// <param name="mustContain">True: members that all others have. False: members that none of them has.</param>
    /// <param name="sink">Receives the members.</param>
    public static void Walk<TSink>(CommandContext context, SetSource set, ReadOnlySpan<SetSource> others, bool mustContain, ref TSink sink)
        where TSink : struct, IMemberSink
    {
        SetReader reader = set.Open(context);
        if (others.Length == 1)
            WalkPair(reader, others[0].Open(context), mustContain, ref sink);
        else
            WalkMany(context, reader, others, mustContain, ref sink);
    }

    private static void WalkPair<TSink>(SetReader reader, SetReader other, bool mustContain, ref TSink sink)
        where TSink : struct, IMemberSink
    {
        Span<ushort> room = stackalloc ushort[PackedIndex.Slots];
        if (other.Encoding == SetEncoding.Integers)
        {
            var probe = new IntegerProbe(other);
            WalkProbed(reader, ref probe, mustContain, ref sink);
        }
        else if (other.Encoding == SetEncoding.Table)
        {
            var probe = new TableProbe(other);
            WalkProbed(reader, ref probe, mustContain, ref sink);
        }
        else if (PackedIndex.PaysFor(other, reader.Count))
        {
            var probe = new PackedIndex(other, room);
            WalkProbed(reader, ref probe, mustContain, ref sink);
        }
        else
        {
            var probe = new ReaderProbe(other);
            WalkProbed(reader, ref probe, mustContain, ref sink);
        }
    }

    private static void WalkProbed<TProbe, TSink>(SetReader reader, ref TProbe probe, bool mustContain, ref TSink sink)
        where TProbe : struct, IMemberProbe, allows ref struct
        where TSink : struct, IMemberSink
    {
        switch (reader.Encoding)
        {
            case SetEncoding.Integers:
                WalkIntegers(reader.Bytes, ref probe, mustContain, ref sink);
                break;
            case SetEncoding.Packed:
                WalkPacked(reader.Bytes, ref probe, mustContain, ref sink);
                break;
            default:
                WalkTable(reader.Table, ref probe, mustContain, ref sink);
                break;
        }
    }

    private static void WalkIntegers<TProbe, TSink>(ReadOnlySpan<byte> integers, ref TProbe probe, bool mustContain, ref TSink sink)
        where TProbe : struct, IMemberProbe, allows ref struct
        where TSink : struct, IMemberSink
    {
        int count = IntegerSet.Count(integers);
        int width = IntegerSet.Width(integers);
        for (int i = 0; i < count; i++)
        {
            var member = new PackedElement(IntegerSet.Read(integers, width, i));
            if (probe.Contains(member) == mustContain && !sink.Accept(member))
                return;
        }
    }

    private static void WalkPacked<TProbe, TSink>(ReadOnlySpan<byte> pack, ref TProbe probe, bool mustContain, ref TSink sink)
        where TProbe : struct, IMemberProbe, allows ref struct
        where TSink : struct, IMemberSink
    {
        int end = Listpack.End(pack);
        for (int at = Listpack.First; at < end;)
        {
            PackedElement member = ListpackEntry.Read(pack, at, out at);
            if (probe.Contains(member) == mustContain && !sink.Accept(member))
                return;
        }
    }

    private static void WalkTable<TProbe, TSink>(MemberTable table, ref TProbe probe, bool mustContain, ref TSink sink)
        where TProbe : struct, IMemberProbe, allows ref struct
        where TSink : struct, IMemberSink
    {
        ElementPosition position = default;
        while (table.Next(ref position, out MemberSlot slot))
        {
            var member = new PackedElement(table.MemberAt(slot));
            if (probe.Contains(member) == mustContain && !sink.Accept(member))
                return;
        }
    }

    private static void WalkMany<TSink>(
        CommandContext context, SetReader reader, ReadOnlySpan<SetSource> others, bool mustContain, ref TSink sink)
        where TSink : struct, IMemberSink
    {
        Span<ElementPosition> batch = stackalloc ElementPosition[Batch];
        Span<ushort> room = stackalloc ushort[PackedIndex.Slots];
        ElementPosition position = default;
        while (true)
        {
            int count = 0;
            for (; count < Batch; count++)
            {
                batch[count] = position;
                if (!reader.Next(ref position, out _))
                    break;
            }

            if (count == 0)
                return;
            for (int i = 0; i < others.Length && count > 0; i++)
                count = Keep(reader, batch[..count], others[i].Open(context), mustContain, room);
            for (int i = 0; i < count; i++)
            {
                reader.Next(ref batch[i], out PackedElement member);
                if (!sink.Accept(member))
                    return;
            }
        }
    }

    /// <summary>Keeps those of a batch that another set has, or does not have.</summary>
    /// <returns>How many are left; they stand in front.</returns>
    private static int Keep(SetReader reader, Span<ElementPosition> batch, SetReader other, bool mustContain, Span<ushort> room)
    {
        if (PackedIndex.PaysFor(other, batch.Length))
        {
            var index = new PackedIndex(other, room);
            return KeepProbed(reader, batch, ref index, mustContain);
        }

        var probe = new ReaderProbe(other);
        return KeepProbed(reader, batch, ref probe, mustContain);
    }

    private static int KeepProbed<TProbe>(SetReader reader, Span<ElementPosition> batch, ref TProbe probe, bool mustContain)
        where TProbe : struct, IMemberProbe, allows ref struct
    {
        int kept = 0;
        foreach (ElementPosition place in batch)
        {
            ElementPosition position = place;
            reader.Next(ref position, out PackedElement member);
            if (probe.Contains(member) == mustContain)
                batch[kept++] = place;
        }

        return kept;
    }
}
