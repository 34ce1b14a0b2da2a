namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>
/// A small sorted set: a listpack of member, score, member, score … in order, as Redis keeps it and writes it down. For reading; places are
/// positions of members in the bytes. A view for one call, guarded by the entry's lock.
/// </summary>
/// <param name="pack">The listpack.</param>
internal readonly ref struct PackedMembers(ReadOnlySpan<byte> pack)
{
    private readonly ReadOnlySpan<byte> _pack = pack;

    public int Count => Listpack.Count(_pack) >> 1;

    public int End => Listpack.End(_pack);

    /// <summary>Where the member stands; -1 when it is none.</summary>
    public int Find(ReadOnlySpan<byte> member) => Listpack.Find(_pack, member, skip: 1);

    /// <summary>The member at a place and its score.</summary>
    /// <returns>The next place.</returns>
    public int Read(int place, out PackedElement member, out double score)
    {
        member = ListpackEntry.Read(_pack, place, out int next);
        score = PackedScore.Read(ListpackEntry.Read(_pack, next, out next));
        return next;
    }

    public double ScoreAt(int place) => PackedScore.Read(ListpackEntry.Read(_pack, ListpackEntry.Next(_pack, place), out _));

    public int Next(int place) => ListpackEntry.Next(_pack, ListpackEntry.Next(_pack, place));

    public int Previous(int place) => ListpackEntry.Previous(_pack, ListpackEntry.Previous(_pack, place));

    /// <summary>The place of the member of a rank; the end for those beyond.</summary>
    public int PlaceOf(long rank)
    {
        int place = rank >= Count ? -1 : Listpack.Seek(_pack, (int)rank << 1);
        return place >= 0 ? place : End;
    }

    /// <summary>Where a member with its score belongs: in front of the first that is not below it.</summary>
    public int PlaceFor(scoped ReadOnlySpan<byte> member, double score)
    {
        int end = End;
        if (end == Listpack.First || IsBelow(Previous(end), member, score))
            return end;
        int place = Listpack.First;
        while (IsBelow(place, member, score))
            place = Next(place);
        return place;
    }

    /// <summary>The rank of the member at a place.</summary>
    public int RankAt(int place)
    {
        int rank = 0;
        for (int before = Listpack.First; before < place; before = Next(before))
            rank++;
        return rank;
    }

    /// <summary>The place behind all members below a bound that is not below where the search begins.</summary>
    public SortedSetPlace PlaceOf(ScoreBound bound, SortedSetPlace from)
    {
        int end = End;
        if (bound.IsAboveAll)
            return new SortedSetPlace(Count, new SortedSetCursor(0, end));
        long rank = from.Rank;
        int place = from.Cursor.Place;
        for (; place < end; rank++)
        {
            int next = Read(place, out _, out double score);
            if (!bound.IsAbove(score))
                break;
            place = next;
        }

        return new SortedSetPlace(rank, new SortedSetCursor(0, place));
    }

    public SortedSetPlace PlaceOf(scoped ReadOnlySpan<byte> member, bool inclusive)
    {
        int end = End;
        int place = Listpack.First;
        long rank = 0;
        for (; place < end; place = Next(place), rank++)
        {
            int order = Compare(ListpackEntry.Read(_pack, place, out _), member);
            if (order > 0 || order == 0 && !inclusive)
                break;
        }

        return new SortedSetPlace(rank, new SortedSetCursor(0, place));
    }

    /// <summary>The order of a member and bytes.</summary>
    public static int Compare(PackedElement member, scoped ReadOnlySpan<byte> other)
    {
        if (!member.IsNumber)
            return member.Bytes.SequenceCompareTo(other);
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        return member.Text(digits).SequenceCompareTo(other);
    }

    private bool IsBelow(int place, scoped ReadOnlySpan<byte> member, double score)
    {
        Read(place, out PackedElement other, out double otherScore);
        return otherScore < score || otherScore == score && Compare(other, member) < 0;
    }
}
