namespace CacheStorm.Plugins.Sets;

/// <summary>
/// The members of one set that are in all others, or in none of them. They are taken some at a time, and each of the other sets is opened
/// once for those: so nothing is kept of a member but where it stands, however many sets there are. Holds no state.
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
        Span<ElementPosition> batch = stackalloc ElementPosition[Batch];
        Span<ushort> room = stackalloc ushort[PackedIndex.Slots];
        ElementPosition position = default;
        while (true)
        {
            int count = 0;
            while (count < Batch)
            {
                batch[count] = position;
                if (!reader.Next(ref position, out _))
                    break;
                count++;
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
    private static int Keep(SetReader reader, Span<ElementPosition> batch, SetReader other, bool contained, Span<ushort> room)
    {
        int kept = 0;
        if (PackedIndex.PaysFor(other, batch.Length))
        {
            var index = new PackedIndex(other, room);
            foreach (ElementPosition place in batch)
            {
                ElementPosition position = place;
                reader.Next(ref position, out PackedElement member);
                if (index.Contains(member) == contained)
                    batch[kept++] = place;
            }
        }
        else
        {
            foreach (ElementPosition place in batch)
            {
                ElementPosition position = place;
                reader.Next(ref position, out PackedElement member);
                if (other.Contains(member) == contained)
                    batch[kept++] = place;
            }
        }

        return kept;
    }
}
