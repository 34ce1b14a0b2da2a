using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <content>Finding places by key and by rank.</content>
internal ref partial struct RankTree
{
    /// <summary>In front of the first member.</summary>
    public readonly SortedSetPlace Begin => new(0, new SortedSetCursor(_state.FirstLeaf, 0));

    /// <summary>Behind the last member.</summary>
    public readonly SortedSetPlace End =>
        new(_state.Count, _state.Root == 0 ? default : new SortedSetCursor(_state.LastLeaf, Leaf(_state.LastLeaf).Count));

    /// <summary>The place behind all members that are below a key.</summary>
    public readonly SortedSetPlace PlaceOf(scoped in RankKey key) =>
        _state.Root == 0 ? default : PlaceBelow(_state.Root, 0, 0, key);

    /// <summary>The places of two keys, on one way down as far as it is the same.</summary>
    public readonly void PlacesOf(scoped in RankKey low, scoped in RankKey high, out SortedSetPlace first, out SortedSetPlace end)
    {
        first = end = default;
        if (_state.Root == 0)
            return;
        long rank = 0;
        int node = _state.Root;
        for (int level = 0; level < _state.Height; level++)
        {
            InnerNode inner = Inner(node);
            int index = ChildFor(inner, level, low);
            int endIndex = ChildFor(inner, level, high);
            if (index != endIndex)
            {
                first = PlaceBelow(inner.Children[index], level + 1, rank + inner.Sum(0, index), low);
                end = PlaceBelow(inner.Children[endIndex], level + 1, rank + inner.Sum(0, endIndex), high);
                return;
            }

            rank += inner.Sum(0, index);
            node = inner.Children[index];
        }

        LeafNode leaf = Leaf(node);
        int place = PlaceIn(leaf, low);
        first = new SortedSetPlace(rank + place, new SortedSetCursor(node, place));
        place = PlaceIn(leaf, high);
        end = new SortedSetPlace(rank + place, new SortedSetCursor(node, place));
    }

    /// <summary>The place of a rank; behind the last member for any beyond.</summary>
    public readonly SortedSetCursor At(long rank)
    {
        if (rank >= _state.Count)
            return End.Cursor;
        int node = _state.FirstLeaf;
        if (rank == 0)
            return new SortedSetCursor(node, 0);
        node = _state.Root;
        for (int level = 0; level < _state.Height; level++)
            node = ChildAt(Inner(node), ref rank, out _);
        return new SortedSetCursor(node, (int)rank);
    }

    /// <summary>The place of a rank, when another is known that may be near.</summary>
    public readonly SortedSetCursor At(long rank, SortedSetPlace known)
    {
        long place = known.Cursor.Place + rank - known.Rank;
        if (known.Cursor.Leaf != 0 && place >= 0 && place <= Leaf((int)known.Cursor.Leaf).Count)
            return known.Cursor with { Place = (int)place };
        return At(rank);
    }

    /// <summary>The score of the first member. There must be one.</summary>
    public readonly double LowestScore => Leaf(_state.FirstLeaf).Scores[0];

    private readonly SortedSetPlace PlaceBelow(int node, int level, long rank, scoped in RankKey key)
    {
        for (; level < _state.Height; level++)
        {
            InnerNode inner = Inner(node);
            int index = ChildFor(inner, level, key);
            rank += inner.Sum(0, index);
            node = inner.Children[index];
        }

        int place = PlaceIn(Leaf(node), key);
        return new SortedSetPlace(rank + place, new SortedSetCursor(node, place));
    }

    private readonly void Find(scoped in RankKey key, out TreePath path)
    {
        Unsafe.SkipInit(out path);
        int node = _state.Root;
        for (int level = 0; level < _state.Height; level++)
        {
            InnerNode inner = Inner(node);
            int index = ChildFor(inner, level, key);
            path.Inner[level] = new TreePath.Step(node, index);
            node = inner.Children[index];
        }

        path.Leaf = node;
        path.Index = PlaceIn(Leaf(node), key);
    }

    private readonly void FindRank(long rank, out TreePath path)
    {
        Unsafe.SkipInit(out path);
        int node = _state.Root;
        for (int level = 0; level < _state.Height; level++)
        {
            int child = ChildAt(Inner(node), ref rank, out int index);
            path.Inner[level] = new TreePath.Step(node, index);
            node = child;
        }

        path.Leaf = node;
        path.Index = (int)rank;
    }

    /// <summary>The child that has the member of a rank below it.</summary>
    /// <param name="inner">The node.</param>
    /// <param name="rank">The rank below the node; becomes that below the child.</param>
    /// <param name="index">The child's number.</param>
    private static int ChildAt(InnerNode inner, ref long rank, out int index)
    {
        ReadOnlySpan<long> counts = inner.Counts;
        int at = 0;
        long rest = rank;
        for (; rest >= counts[at]; at++)
            rest -= counts[at];
        rank = rest;
        index = at;
        return inner.Children[at];
    }

    /// <summary>The last child that begins at or before a key; the first where none does.</summary>
    private readonly int ChildFor(InnerNode inner, int level, scoped in RankKey key)
    {
        int low = ScoreSearch.CountBelow(inner.Scores[1..inner.Count], key.Score, out int high);
        if (key.Side >= KeySide.BeforeScore)
            return key.Side == KeySide.BeforeScore ? low : high;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            if (BeginsAtOrBefore(inner, middle, level, key))
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>True when a child whose divider has the key's score begins at or before the key.</summary>
    private readonly bool BeginsAtOrBefore(InnerNode inner, int index, int level, scoped in RankKey key)
    {
        int order = inner.Prefixes[index].CompareTo(key.Prefix);
        if (order != 0)
            return order < 0;

        // The divider doesn't tell: the first member below does.
        int node = inner.Children[index];
        for (int below = level + 1; below < _state.Height; below++)
            node = Inner(node).Children[0];
        return Compare(Leaf(node), 0, key) <= 0;
    }

    /// <summary>How many entries of a leaf are below a key.</summary>
    private readonly int PlaceIn(LeafNode leaf, scoped in RankKey key)
    {
        int low = ScoreSearch.CountBelow(leaf.Scores, key.Score, out int high);
        if (key.Side >= KeySide.BeforeScore)
            return key.Side == KeySide.BeforeScore ? low : high;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (CompareMember(leaf, middle, key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The order of an entry and a key.</summary>
    private readonly int Compare(LeafNode leaf, int index, scoped in RankKey key)
    {
        double score = leaf.Scores[index];
        return score == key.Score ? CompareMember(leaf, index, key) : score < key.Score ? -1 : 1;
    }

    /// <summary>The order of an entry and a key of the same score that says which member.</summary>
    private readonly int CompareMember(LeafNode leaf, int index, scoped in RankKey key)
    {
        int order = MemberAt(leaf, index).SequenceCompareTo(key.Member);
        return order != 0 || key.Side == KeySide.Member ? order : -1;
    }
}
