using CacheStorm.Plugins.SortedSets.Data.Tree;

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
            return Tree.PlaceOf(new RankKey(score, member)).Rank;
        return Packed.RankAt(Packed.Find(member));
    }

    /// <summary>In front of the first member.</summary>
    public readonly SortedSetPlace Begin => IsPacked ? new(0, new(0, Listpack.First)) : Tree.Begin;

    /// <summary>Behind the last member.</summary>
    public readonly SortedSetPlace End => IsPacked ? new(Packed.Count, new(0, Packed.End)) : Tree.End;

    /// <summary>The place behind all members that are below a bound.</summary>
    /// <param name="bound">The bound.</param>
    public readonly SortedSetPlace PlaceOf(ScoreBound bound) => IsPacked ? Packed.PlaceOf(bound, Begin)
        : bound.IsBelowAll ? Begin : bound.IsAboveAll ? End : Tree.PlaceOf(bound.Key);

    /// <summary>The places of two bounds; one look finds both when they are near.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="first">The place behind all members below the lower bound.</param>
    /// <param name="end">The place behind all members below the upper bound; not above the first for a packed one whose bounds are crossed.</param>
    public readonly void PlacesOf(ScoreBound low, ScoreBound high, out SortedSetPlace first, out SortedSetPlace end)
    {
        if (IsPacked)
        {
            first = Packed.PlaceOf(low, Begin);
            end = Packed.PlaceOf(high, first);
        }
        else if (low.IsBelowAll || high.IsAboveAll)
        {
            first = PlaceOf(low);
            end = PlaceOf(high);
        }
        else
        {
            Tree.PlacesOf(low.Key, high.Key, out first, out end);
        }
    }

    /// <summary>The place behind all members that are below a bound by their bytes, where all have the same score.</summary>
    /// <param name="member">The bound.</param>
    /// <param name="inclusive">True to pass over the bound itself, too.</param>
    public readonly SortedSetPlace PlaceOf(scoped ReadOnlySpan<byte> member, bool inclusive)
    {
        if (IsPacked)
            return Packed.PlaceOf(member, inclusive);
        RankTree tree = Tree;
        if (tree.Count == 0)
            return default;
        return tree.PlaceOf(new RankKey(tree.LowestScore, member, inclusive ? KeySide.BehindMember : KeySide.Member));
    }

    /// <summary>A cursor in front of the member of a rank; behind the last member for any rank beyond.</summary>
    /// <param name="rank">The rank, from 0.</param>
    /// <param name="known">A place that is known, perhaps near by.</param>
    public readonly SortedSetCursor At(long rank, SortedSetPlace known = default)
    {
        if (known.IsKnown && known.Rank == rank)
            return known.Cursor;
        return IsPacked ? new(0, Packed.PlaceOf(rank)) : Tree.At(rank, known);
    }

    /// <summary>A walk that begins in front of the member of a rank; behind the last member for any rank beyond.</summary>
    /// <param name="rank">The rank, from 0.</param>
    /// <param name="known">A place that is known, perhaps near by.</param>
    public readonly SortedSetWalk WalkFrom(long rank, SortedSetPlace known = default) =>
        IsPacked ? new(Packed, At(rank, known)) : new(Tree, At(rank, known));

    /// <summary>Reads the member behind a cursor and passes over it.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="member">The member.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False at the end.</returns>
    public readonly bool MoveNext(scoped ref SortedSetCursor cursor, out PackedElement member, out double score)
    {
        if (!IsPacked)
        {
            bool isFound = Tree.MoveNext(ref cursor, out ReadOnlySpan<byte> bytes, out score);
            member = new PackedElement(bytes);
            return isFound;
        }

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
        {
            bool isFound = Tree.MovePrevious(ref cursor, out ReadOnlySpan<byte> bytes, out score);
            member = new PackedElement(bytes);
            return isFound;
        }

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
