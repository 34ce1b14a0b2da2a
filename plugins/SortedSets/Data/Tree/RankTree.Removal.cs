namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <content>Members go: a node that became too empty is joined with a neighbour, or shares with it.</content>
internal ref partial struct RankTree
{
    /// <summary>Removes a member that is there.</summary>
    /// <param name="key">The member and its score.</param>
    public void Remove(scoped RankKey key)
    {
        Locate(key, out TreePath path);
        RemoveRun(path, 1);
        Save();
    }

    /// <summary>Gives a member another score.</summary>
    /// <param name="oldKey">The member and its score; is there.</param>
    /// <param name="key">The member and its new score.</param>
    /// <param name="payload">The member, or the handle of its block.</param>
    /// <param name="isOutlined">True for a handle.</param>
    public void Update(scoped RankKey oldKey, scoped RankKey key, scoped ReadOnlySpan<byte> payload, bool isOutlined)
    {
        Locate(oldKey, out TreePath path);
        LeafNode leaf = Leaf(path.Leaf);
        bool fitsBefore = path.Index == 0 ? leaf.Previous == 0 : Compare(leaf, path.Index - 1, key) < 0;
        bool fitsBehind = path.Index == leaf.Count - 1 ? leaf.Next == 0 : Compare(leaf, path.Index + 1, key) > 0;
        if (fitsBefore && fitsBehind)
        {
            leaf.Scores[path.Index] = key.Score;
            return;
        }

        // Between others of the leaf: nobody else need know.
        if (Compare(leaf, 0, key) < 0 && Compare(leaf, leaf.Count - 1, key) > 0)
        {
            leaf.Move(path.Index, PlaceIn(leaf, key), key.Score, payload, isOutlined);
            return;
        }

        RemoveRun(path, 1);
        Insert(key, payload, isOutlined);
    }

    /// <summary>The way to a rank, and how many members from there on stand in one leaf.</summary>
    public readonly int FindRun(long rank, out TreePath path)
    {
        FindRank(rank, out path);
        return Leaf(path.Leaf).Count - path.Index;
    }

    /// <summary>Removes members that stand in one leaf. Doesn't look at them: blocks of long ones may be gone.</summary>
    public void Remove(scoped in TreePath path, int count)
    {
        RemoveRun(path, count);
        Save();
    }

    private readonly void Locate(scoped in RankKey key, out TreePath path)
    {
        Find(key, out path);
        LeafNode leaf = Leaf(path.Leaf);
        if (path.Index == leaf.Count || Compare(leaf, path.Index, key) != 0)
            throw new InvalidOperationException("The order of a sorted set lacks one of its members.");
    }

    private void RemoveRun(scoped in TreePath path, int count)
    {
        LeafNode leaf = Leaf(path.Leaf);
        leaf.RemoveRange(path.Index, count);
        AddToCounts(path, _state.Height, -count);
        _state.Count -= count;
        if (leaf.Count == 0)
            RemoveLeaf(path);
        else if (leaf.Used < leaf.Capacity >> 2 && leaf.Previous != 0 && leaf.Next != 0)
            FillLeaf(path);
    }

    private void RemoveLeaf(scoped in TreePath path)
    {
        Unlink(Leaf(path.Leaf));
        _blocks.Free(path.Leaf);
        if (_state.Height == 0)
            _state = default;
        else
            RemoveChild(path, _state.Height - 1, path.Inner[_state.Height - 1].Index);
    }

    private void Unlink(LeafNode leaf)
    {
        if (leaf.Previous == 0)
            _state.FirstLeaf = leaf.Next;
        else
            Leaf(leaf.Previous).Next = leaf.Next;
        if (leaf.Next == 0)
            _state.LastLeaf = leaf.Previous;
        else
            Leaf(leaf.Next).Previous = leaf.Previous;
    }

    // The first leaf and the last are never filled: those who pop drain them, and would have them filled again and again.
    private void FillLeaf(scoped in TreePath path)
    {
        int level = _state.Height - 1;
        TreePath.Step step = path.Inner[level];
        InnerNode parent = Inner(step.Node);
        if (parent.Count == 1)
            return;
        int at = Math.Max(step.Index, 1);
        LeafNode left = Leaf(parent.Children[at - 1]);
        LeafNode right = Leaf(parent.Children[at]);
        int used = left.Used + right.Used;
        if (used <= left.Capacity - (left.Capacity >> 2))
        {
            left.InsertRange(left.Count, right, 0, right.Count);
            Unlink(right);
            _blocks.Free(parent.Children[at]);
            parent.Counts[at - 1] = left.Count;
            RemoveChild(path, level, at);
            return;
        }

        ShareLeaves(parent, at);
    }

    /// <summary>Forgets a child that is freed already.</summary>
    /// <param name="path">The path through the parent.</param>
    /// <param name="level">The parent's level.</param>
    /// <param name="index">The child.</param>
    private void RemoveChild(scoped in TreePath path, int level, int index)
    {
        int handle = path.Inner[level].Node;
        InnerNode inner = Inner(handle);
        inner.RemoveRange(index, 1);
        if (level == 0)
        {
            LowerRoot();
        }
        else if (inner.Count == 0)
        {
            _blocks.Free(handle);
            RemoveChild(path, level - 1, path.Inner[level - 1].Index);
        }
        else if (inner.Count < inner.Capacity >> 2)
        {
            FillInner(path, level);
        }
    }

    private void LowerRoot()
    {
        while (_state.Height > 0 && Inner(_state.Root).Count <= 1)
        {
            InnerNode root = Inner(_state.Root);
            int child = root.Count == 0 ? 0 : root.Children[0];
            _blocks.Free(_state.Root);
            _state.Root = child;
            _state.Height = child == 0 ? 0 : _state.Height - 1;
        }
    }

    private void FillInner(scoped in TreePath path, int level)
    {
        TreePath.Step step = path.Inner[level - 1];
        InnerNode parent = Inner(step.Node);
        if (parent.Count == 1)
            return;
        int at = Math.Max(step.Index, 1);
        InnerNode left = Inner(parent.Children[at - 1]);
        InnerNode right = Inner(parent.Children[at]);
        right.Scores[0] = parent.Scores[at];
        right.Prefixes[0] = parent.Prefixes[at];
        int count = left.Count + right.Count;
        if (count <= left.Capacity - (left.Capacity >> 2))
        {
            left.InsertRange(left.Count, right, 0, right.Count);
            parent.Counts[at - 1] += parent.Counts[at];
            _blocks.Free(parent.Children[at]);
            RemoveChild(path, level - 1, at);
            return;
        }

        if (left.Count < right.Count)
        {
            int moved = (right.Count - left.Count) >> 1;
            left.InsertRange(left.Count, right, 0, moved);
            right.RemoveRange(0, moved);
        }
        else
        {
            int kept = count >> 1;
            right.InsertRange(0, left, kept, left.Count - kept);
            left.RemoveRange(kept, left.Count - kept);
        }

        parent.Counts[at - 1] = left.Total;
        parent.Counts[at] = right.Total;
        parent.Scores[at] = right.Scores[0];
        parent.Prefixes[at] = right.Prefixes[0];
    }
}
