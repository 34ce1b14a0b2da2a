namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <content>Finding places by key and by rank.</content>
internal ref partial struct RankTree
{
    /// <summary>How many members are below a key.</summary>
    public readonly long RankOf(scoped in RankKey key)
    {
        if (_state.Root == 0)
            return 0;
        long rank = 0;
        int node = _state.Root;
        for (int level = 0; level < _state.Height; level++)
        {
            InnerNode inner = Inner(node);
            int index = ChildFor(inner, level, key);
            rank += inner.Sum(0, index);
            node = inner.Children[index];
        }

        return rank + PlaceIn(Leaf(node), key);
    }

    /// <summary>The place of a rank; behind the last member for any beyond.</summary>
    public readonly SortedSetCursor At(long rank)
    {
        if (rank >= _state.Count)
            return _state.Root == 0 ? default : new SortedSetCursor(_state.LastLeaf, Leaf(_state.LastLeaf).Count);
        if (rank == 0)
            return new SortedSetCursor(_state.FirstLeaf, 0);
        FindRank(rank, out TreePath path);
        return new SortedSetCursor(path.Leaf, path.Index);
    }

    /// <summary>The score of the first member. There must be one.</summary>
    public readonly double LowestScore => Leaf(_state.FirstLeaf).ScoreAt(0);

    private readonly void Find(scoped in RankKey key, out TreePath path)
    {
        path = default;
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
        path = default;
        int node = _state.Root;
        for (int level = 0; level < _state.Height; level++)
        {
            InnerNode inner = Inner(node);
            Span<long> counts = inner.Counts;
            int index = 0;
            for (; rank >= counts[index]; index++)
                rank -= counts[index];
            path.Inner[level] = new TreePath.Step(node, index);
            node = inner.Children[index];
        }

        path.Leaf = node;
        path.Index = (int)rank;
    }

    /// <summary>The last child that begins at or before a key; the first where none does.</summary>
    private readonly int ChildFor(InnerNode inner, int level, in RankKey key)
    {
        Span<double> scores = inner.Scores;
        int low = 0;
        int high = inner.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            double score = scores[middle];
            if (score < key.Score || score == key.Score && BeginsAtOrBefore(inner, middle, level, key))
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>True when a child whose divider has the key's score begins at or before the key.</summary>
    private readonly bool BeginsAtOrBefore(InnerNode inner, int index, int level, in RankKey key)
    {
        if (key.Side >= KeySide.BeforeScore)
            return key.Side == KeySide.BehindScore;
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
        int low = 0;
        int high = leaf.Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (Compare(leaf, middle, key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The order of an entry and a key.</summary>
    private readonly int Compare(LeafNode leaf, int index, scoped in RankKey key)
    {
        double score = leaf.ScoreAt(index);
        if (score != key.Score)
            return score < key.Score ? -1 : 1;
        if (key.Side >= KeySide.BeforeScore)
            return key.Side == KeySide.BehindScore ? -1 : 1;
        int order = MemberAt(leaf, index).SequenceCompareTo(key.Member);
        return order != 0 || key.Side == KeySide.Member ? order : -1;
    }
}
