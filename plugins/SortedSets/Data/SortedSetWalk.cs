using CacheStorm.Plugins.SortedSets.Data.Tree;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>
/// A walk through a sorted set that keeps at hand where it is: cheaper, member by member, than moving a cursor. Good until the next change
/// to the sorted set. Guarded by the entry's lock.
/// </summary>
internal ref struct SortedSetWalk
{
    private readonly PackedMembers _packed;
    private readonly RankTree _tree;
    private readonly bool _isPacked;
    private LeafNode _leaf;
    private int _place;
    private int _count;

    /// <summary>A walk through a small one.</summary>
    public SortedSetWalk(PackedMembers packed, SortedSetCursor cursor)
    {
        _packed = packed;
        _isPacked = true;
        _place = cursor.Place;
    }

    /// <summary>A walk through a large one.</summary>
    public SortedSetWalk(RankTree tree, SortedSetCursor cursor)
    {
        _tree = tree;
        if (cursor.Leaf == 0)
            return;
        Enter((int)cursor.Leaf);
        _place = cursor.Place;
    }

    /// <summary>Reads the member behind the place and passes over it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False at the end.</returns>
    public bool Next(out PackedElement member, out double score)
    {
        if (_place < _count || EntersNext())
        {
            score = _leaf.Scores[_place];
            member = new PackedElement(_tree.MemberAt(_leaf, _place++));
            return true;
        }

        if (_isPacked && _place < _packed.End)
        {
            _place = _packed.Read(_place, out member, out score);
            return true;
        }

        member = default;
        score = 0;
        return false;
    }

    /// <summary>Reads the member in front of the place and goes back before it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False at the begin.</returns>
    public bool Previous(out PackedElement member, out double score)
    {
        if (!_isPacked && (_place > 0 || EntersPrevious()))
        {
            score = _leaf.Scores[--_place];
            member = new PackedElement(_tree.MemberAt(_leaf, _place));
            return true;
        }

        if (_isPacked && _place > Listpack.First)
        {
            _place = _packed.Previous(_place);
            _packed.Read(_place, out member, out score);
            return true;
        }

        member = default;
        score = 0;
        return false;
    }

    private bool EntersNext()
    {
        if (_count == 0 || _leaf.Next == 0)
            return false;
        Enter(_leaf.Next);
        return true;
    }

    private bool EntersPrevious()
    {
        if (_count == 0 || _leaf.Previous == 0)
            return false;
        Enter(_leaf.Previous);
        _place = _count;
        return true;
    }

    // A leaf of the tree has entries, always; without a leaf there are none.
    private void Enter(int leaf)
    {
        _leaf = _tree.Leaf(leaf);
        _count = _leaf.Count;
        _place = 0;
    }
}
