using CacheStorm.Plugins.SortedSets.Data;
using CacheStorm.Plugins.SortedSets.Data.Tree;

namespace CacheStorm.UnitTests.SortedSets;

/// <summary>Walks through a large sorted set from the root and asserts what must hold.</summary>
internal readonly ref struct TreeChecker
{
    private readonly NativeBlocks _blocks;
    private readonly RankedMembers _members;
    private readonly RankTree _tree;
    private readonly List<(double Score, byte[] Member)> _found = [];
    private readonly List<int> _leaves = [];

    public TreeChecker(in Entry entry)
    {
        _blocks = entry.Blocks;
        _members = new RankedMembers(entry.Blocks, entry.Value);
        _tree = _members.Tree;
    }

    public void Check()
    {
        Assert.Equal(_members.Count, _tree.Count);
        if (_tree.Count == 0)
            return;
        Assert.Equal(_tree.Count, CheckNode(_tree.Root, 0));
        for (int i = 1; i < _found.Count; i++)
            Assert.True(ScoreOrder.Instance.Compare(_found[i - 1], _found[i]) < 0);
        for (int i = 0; i < _leaves.Count; i++)
        {
            Assert.Equal(i == 0 ? 0 : _leaves[i - 1], _tree.Leaf(_leaves[i]).Previous);
            Assert.Equal(i == _leaves.Count - 1 ? 0 : _leaves[i + 1], _tree.Leaf(_leaves[i]).Next);
        }

        Assert.Equal(_leaves[0], (int)_tree.At(0).Leaf);
        Assert.Equal(_leaves[^1], (int)_tree.At(_tree.Count).Leaf);
        foreach ((double score, byte[] member) in _found)
        {
            Assert.True(_members.TryFind(member, out FoundMember inTable));
            Assert.Equal(score, inTable.Score);
        }
    }

    private long CheckNode(int handle, int level)
    {
        if (level == _tree.Height)
            return CheckLeaf(handle);
        InnerNode inner = new(_blocks[handle]);
        Assert.InRange(inner.Count, level == 0 ? 2 : 1, inner.Capacity);
        for (int i = 0; i < inner.Count; i++)
        {
            int before = _found.Count;
            Assert.Equal(inner.Counts[i], CheckNode(inner.Children[i], level + 1));
            Assert.Equal(inner.Counts[i], _found.Count - before);
            if (i == 0)
                continue;
            Assert.True(Order(_found[before - 1], inner.Scores[i], inner.Prefixes[i]) <= 0);
            Assert.True(Order(_found[before], inner.Scores[i], inner.Prefixes[i]) >= 0);
        }

        return inner.Total;
    }

    private long CheckLeaf(int handle)
    {
        LeafNode leaf = _tree.Leaf(handle);
        Assert.InRange(leaf.Used, 1, leaf.Capacity);
        _leaves.Add(handle);
        for (int i = 0; i < leaf.Count; i++)
            _found.Add((leaf.Scores[i], _tree.MemberAt(leaf, i).ToArray()));
        return leaf.Count;
    }

    private static int Order((double Score, byte[] Member) found, double score, MemberPrefix prefix) =>
        found.Score != score ? found.Score.CompareTo(score) : MemberPrefix.Of(found.Member).CompareTo(prefix);
}
