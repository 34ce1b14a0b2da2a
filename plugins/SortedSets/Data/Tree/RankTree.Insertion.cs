namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <content>Members come: a full node is split in two.</content>
internal ref partial struct RankTree
{
    /// <summary>Adds a member that is not there.</summary>
    /// <param name="key">The member and its score.</param>
    /// <param name="payload">The member, or the handle of its block.</param>
    /// <param name="isOutlined">True for a handle.</param>
    public void Insert(scoped RankKey key, scoped ReadOnlySpan<byte> payload, bool isOutlined)
    {
        if (_state.Root == 0)
            _state.Root = _state.FirstLeaf = _state.LastLeaf = NewLeaf();
        Find(key, out TreePath path);
        _state.Count++;
        LeafNode leaf = Leaf(path.Leaf);
        int size = LeafNode.SizeOf(payload.Length);
        if (leaf.Used + size > leaf.Capacity && !IsAtEnd(leaf, path.Index) && TryShare(path))
        {
            Find(key, out path);
            leaf = Leaf(path.Leaf);
        }

        if (leaf.Used + size <= leaf.Capacity)
        {
            leaf.Insert(path.Index, key.Score, payload, isOutlined);
            AddToCounts(path, _state.Height, 1);
        }
        else
        {
            SplitLeaf(path, key.Score, payload, isOutlined);
        }

        Save();
    }

    /// <summary>
    /// Splits a full leaf and inserts an entry. In the middle; but at either end of the tree the entry gets a leaf of its own, so that
    /// members that come in order leave full leaves behind.
    /// </summary>
    private void SplitLeaf(scoped in TreePath path, double score, scoped ReadOnlySpan<byte> payload, bool isOutlined)
    {
        int handle = NewLeaf();
        LeafNode left = Leaf(path.Leaf);
        LeafNode right = Leaf(handle);
        int middle = IsAtEnd(left, path.Index) ? path.Index : left.CountOfBytes(left.Used >> 1);
        right.InsertRange(0, left, middle, left.Count - middle);
        left.RemoveRange(middle, left.Count - middle);
        if (path.Index < middle || middle == 0)
            left.Insert(path.Index, score, payload, isOutlined);
        else
            right.Insert(path.Index - middle, score, payload, isOutlined);

        right.Previous = path.Leaf;
        right.Next = left.Next;
        left.Next = handle;
        if (right.Next == 0)
            _state.LastLeaf = handle;
        else
            Leaf(right.Next).Previous = handle;

        AddToCounts(path, _state.Height - 1, 1);
        AddChild(path, _state.Height - 1, left.Count, handle, right.Count, right.Scores[0], MemberPrefix.Of(MemberAt(right, 0)));
    }

    /// <summary>True for the place in front of the first member of all, or behind the last.</summary>
    private static bool IsAtEnd(LeafNode leaf, int index) =>
        index == leaf.Count && leaf.Next == 0 || index == 0 && leaf.Previous == 0;

    /// <summary>Puts a node that was split off behind the one that it comes from.</summary>
    /// <param name="path">The path through the node that was split.</param>
    /// <param name="level">The level of the parent; -1 when there is none yet.</param>
    /// <param name="left">The members left below the node that was split.</param>
    /// <param name="node">The new node.</param>
    /// <param name="members">The members below it.</param>
    /// <param name="score">Its divider's score.</param>
    /// <param name="prefix">Its divider's prefix.</param>
    private void AddChild(scoped in TreePath path, int level, long left, int node, long members, double score, scoped in MemberPrefix prefix)
    {
        if (level < 0)
        {
            int old = _state.Root;
            _state.Root = (int)_blocks.Allocate(_shape.InnerBytes);
            _state.Height++;
            InnerNode root = Inner(_state.Root);
            root.Insert(0, old, left, 0, default);
            root.Insert(1, node, members, score, prefix);
            return;
        }

        TreePath.Step step = path.Inner[level];
        InnerNode parent = Inner(step.Node);
        parent.Counts[step.Index] = left;
        int at = step.Index + 1;
        if (parent.Count < parent.Capacity)
            parent.Insert(at, node, members, score, prefix);
        else
            SplitInner(path, level, at, node, members, score, prefix);
    }

    private void SplitInner(scoped in TreePath path, int level, int at, int node, long members, double score, scoped in MemberPrefix prefix)
    {
        int handle = (int)_blocks.Allocate(_shape.InnerBytes);
        InnerNode left = Inner(path.Inner[level].Node);
        InnerNode right = Inner(handle);
        bool atEdge = at == left.Count ? IsLast(path, level) : at == 1 && IsFirst(path, level);
        int middle = atEdge ? at : left.Count >> 1;
        right.InsertRange(0, left, middle, left.Count - middle);
        left.RemoveRange(middle, left.Count - middle);
        if (at > middle || atEdge)
            right.Insert(at - middle, node, members, score, prefix);
        else
            left.Insert(at, node, members, score, prefix);
        AddChild(path, level - 1, left.Total, handle, right.Total, right.Scores[0], right.Prefixes[0]);
    }

    /// <summary>True when the path leads along the last nodes down to a level.</summary>
    private readonly bool IsLast(scoped in TreePath path, int level)
    {
        for (int above = 0; above < level; above++)
        {
            if (path.Inner[above].Index != Inner(path.Inner[above].Node).Count - 1)
                return false;
        }

        return true;
    }

    private static bool IsFirst(scoped in TreePath path, int level)
    {
        for (int above = 0; above < level; above++)
        {
            if (path.Inner[above].Index != 0)
                return false;
        }

        return true;
    }

    private readonly void AddToCounts(scoped in TreePath path, int levels, long members)
    {
        for (int level = 0; level < levels; level++)
            Inner(path.Inner[level].Node).Counts[path.Inner[level].Index] += members;
    }

    private readonly int NewLeaf()
    {
        int handle = (int)_blocks.Allocate(_shape.LeafBytes);
        Leaf(handle).Begin();
        return handle;
    }
}
