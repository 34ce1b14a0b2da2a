namespace CacheStorm.Plugins.SortedSets.Data;

/// <content>Ranks, bounds, and walking in order.</content>
internal ref partial struct SortedSet
{
    /// <summary>The rank of a member, from 0 for the lowest.</summary>
    /// <param name="member">The member; is there.</param>
    /// <param name="score">Its score.</param>
    public readonly long RankOf(scoped ReadOnlySpan<byte> member, double score)
    {
        if (!IsPacked)
            return Ranked.RankOf(member, score);
        return Packed.RankAt(Packed.Find(member));
    }

    /// <summary>How many members have a score below a bound.</summary>
    /// <param name="score">The bound.</param>
    /// <param name="inclusive">True to count those of exactly this score, too.</param>
    public readonly long CountBelow(double score, bool inclusive) =>
        IsPacked ? Packed.CountBelow(score, inclusive) : Ranked.CountBelow(score, inclusive);

    /// <summary>How many members are below a bound by their bytes, where all have the same score.</summary>
    /// <param name="member">The bound.</param>
    /// <param name="inclusive">True to count the bound itself, too.</param>
    public readonly long CountBelow(scoped ReadOnlySpan<byte> member, bool inclusive) =>
        IsPacked ? Packed.CountBelow(member, inclusive) : Ranked.CountBelow(member, inclusive);

    /// <summary>A cursor in front of the member of a rank; behind the last member for any rank beyond.</summary>
    /// <param name="rank">The rank, from 0.</param>
    public readonly SortedSetCursor At(long rank) => IsPacked ? new(0, Packed.PlaceOf(rank)) : Ranked.At(rank);

    /// <summary>Reads the member behind a cursor and passes over it.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="member">The member.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False at the end.</returns>
    public readonly bool MoveNext(scoped ref SortedSetCursor cursor, out PackedElement member, out double score)
    {
        if (!IsPacked)
            return Ranked.MoveNext(ref cursor, out member, out score);
        PackedMembers members = Packed;
        if (cursor.Place >= members.End)
        {
            member = default;
            score = 0;
            return false;
        }

        cursor.Place = members.Read(cursor.Place, out member, out score);
        return true;
    }

    /// <summary>Reads the member in front of a cursor and goes back before it.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="member">The member.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False at the begin.</returns>
    public readonly bool MovePrevious(scoped ref SortedSetCursor cursor, out PackedElement member, out double score)
    {
        if (!IsPacked)
            return Ranked.MovePrevious(ref cursor, out member, out score);
        if (cursor.Place <= Listpack.First)
        {
            member = default;
            score = 0;
            return false;
        }

        PackedMembers members = Packed;
        cursor.Place = members.Previous(cursor.Place);
        members.Read(cursor.Place, out member, out score);
        return true;
    }
}
