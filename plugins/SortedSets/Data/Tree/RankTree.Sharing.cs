namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <content>Neighbours share their entries, so that few leaves are needed: a full one is split only when its neighbours are rather full, too.</content>
internal ref partial struct RankTree
{
    /// <summary>Makes room in a full leaf by giving entries to a neighbour of the same parent.</summary>
    /// <param name="path">The path to the leaf. Void afterwards.</param>
    /// <returns>False when the neighbours have too little room to be worth it.</returns>
    private readonly bool TryShare(scoped in TreePath path)
    {
        if (_state.Height == 0)
            return false;
        TreePath.Step step = path.Inner[_state.Height - 1];
        InnerNode parent = Inner(step.Node);
        if (step.Index > 0 && HasRoom(parent.Children[step.Index - 1]))
            ShareLeaves(parent, step.Index);
        else if (step.Index < parent.Count - 1 && HasRoom(parent.Children[step.Index + 1]))
            ShareLeaves(parent, step.Index + 1);
        else
            return false;
        return true;
    }

    private readonly bool HasRoom(int handle)
    {
        LeafNode leaf = Leaf(handle);
        return leaf.Used <= leaf.Capacity - (leaf.Capacity >> 2);
    }

    /// <summary>Moves entries between two leaves until both take about the same bytes.</summary>
    /// <param name="parent">Their parent.</param>
    /// <param name="at">The right one's number.</param>
    private readonly void ShareLeaves(InnerNode parent, int at)
    {
        LeafNode left = Leaf(parent.Children[at - 1]);
        LeafNode right = Leaf(parent.Children[at]);
        if (left.Used < right.Used)
        {
            int moved = right.CountOfBytes((right.Used - left.Used) >> 1);
            left.InsertRange(left.Count, right, 0, moved);
            right.RemoveRange(0, moved);
        }
        else
        {
            int kept = left.CountOfBytes((left.Used + right.Used) >> 1);
            right.InsertRange(0, left, kept, left.Count - kept);
            left.RemoveRange(kept, left.Count - kept);
        }

        parent.Counts[at - 1] = left.Count;
        parent.Counts[at] = right.Count;
        parent.Scores[at] = right.Scores[0];
        parent.Prefixes[at] = MemberPrefix.Of(MemberAt(right, 0));
    }
}
