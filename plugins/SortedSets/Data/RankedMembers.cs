using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CacheStorm.Plugins.SortedSets.Data.Tree;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>
/// A large sorted set: a table that finds a member's score, and a tree that keeps the members in order. Short members stand in both; a
/// long one has a block, owned by the table, that the tree refers to. A view for one call over the entry's root bytes and blocks,
/// guarded by the entry's lock.
/// </summary>
internal ref struct RankedMembers
{
    public const int RootLength = MemberTable.RootLength + RankTree.RootLength;

    public const int ScoreBytes = sizeof(double);

    // A member twice costs less than a block of its own up to about here, and its bytes are at hand where members are compared.
    private const int LongestTwice = 32;

    private MemberTable _table;
    private RankTree _tree;

    /// <summary>For reading.</summary>
    public RankedMembers(NativeBlocks blocks, ReadOnlySpan<byte> root)
    {
        _table = new MemberTable(blocks, root[..MemberTable.RootLength], ScoreBytes, LongestTwice + ScoreBytes);
        _tree = new RankTree(blocks, root[MemberTable.RootLength..]);
    }

    /// <summary>For reading and writing.</summary>
    public RankedMembers(NativeBlocks blocks, Span<byte> root, TreeShape shape)
    {
        _table = new MemberTable(blocks, root[..MemberTable.RootLength], ScoreBytes, LongestTwice + ScoreBytes);
        _tree = new RankTree(blocks, root[MemberTable.RootLength..], shape);
    }

    public readonly long Count => _table.Count;

    internal readonly RankTree Tree => _tree;

    public readonly bool TryScore(scoped ReadOnlySpan<byte> member, out double score)
    {
        score = 0;
        if (!_table.TryFind(member, out MemberSlot slot))
            return false;
        score = BinaryPrimitives.ReadDoubleLittleEndian(_table.ValueAt(slot));
        return true;
    }

    /// <returns>True when the member is new.</returns>
    public bool Set(scoped ReadOnlySpan<byte> member, double score)
    {
        if (!_table.TryFind(member, out MemberSlot slot))
        {
            Add(member, score);
            return true;
        }

        double oldScore = BinaryPrimitives.ReadDoubleLittleEndian(_table.ValueAt(slot));
        if (oldScore != score)
            Update(slot, member, oldScore, score);
        return false;
    }

    /// <summary>Adds a member that is not there.</summary>
    public void Add(scoped ReadOnlySpan<byte> member, double score)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_table.Add(member, ScoreBytes), score);
        int outline = member.Length > LongestTwice && _table.TryFind(member, out MemberSlot slot) ? _table.OutlineAt(slot) : 0;
        _tree.Insert(new RankKey(score, member), PayloadOf(member, in outline), outline != 0);
    }

    /// <summary>Changes the score of a member that is there.</summary>
    public void Update(scoped ReadOnlySpan<byte> member, double oldScore, double score)
    {
        if (_table.TryFind(member, out MemberSlot slot))
            Update(slot, member, oldScore, score);
    }

    /// <returns>False when it is no member.</returns>
    public bool Remove(scoped ReadOnlySpan<byte> member)
    {
        if (!_table.TryFind(member, out MemberSlot slot))
            return false;
        double score = BinaryPrimitives.ReadDoubleLittleEndian(_table.ValueAt(slot));

        // From the tree first: it looks at the block of a long member, which goes with the table's entry.
        _tree.Remove(new RankKey(score, member));
        _table.Remove(slot);
        return true;
    }

    /// <summary>Removes members by rank; they must be there.</summary>
    public void RemoveRange(long rank, long count)
    {
        while (count > 0)
        {
            SortedSetCursor run = _tree.RunAt(rank, out int length);
            length = (int)Math.Min(length, count);
            LeafNode leaf = _tree.Leaf((int)run.Leaf);
            for (int i = 0; i < length; i++)
            {
                if (_table.TryFind(_tree.MemberAt(leaf, run.Place + i), out MemberSlot slot))
                    _table.Remove(slot);
            }

            _tree.RemoveRun(rank, length);
            count -= length;
        }
    }

    public readonly ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor)
        where TVisitor : struct, ISortedSetVisitor, allows ref struct
    {
        TableVisitor<TVisitor> adapter = new(visitor);
        cursor = _table.Scan(cursor, count, ref adapter);
        visitor = adapter.Visitor;
        return cursor;
    }

    public readonly long RankOf(scoped ReadOnlySpan<byte> member, double score) => _tree.RankOf(new RankKey(score, member));

    public readonly long CountBelow(double score, bool inclusive) =>
        _tree.RankOf(new RankKey(score, inclusive ? KeySide.BehindScore : KeySide.BeforeScore));

    public readonly long CountBelow(scoped ReadOnlySpan<byte> member, bool inclusive) => Count == 0 ? 0
        : _tree.RankOf(new RankKey(_tree.LowestScore, member, inclusive ? KeySide.BehindMember : KeySide.Member));

    public readonly SortedSetCursor At(long rank) => _tree.At(rank);

    public readonly bool MoveNext(scoped ref SortedSetCursor cursor, out PackedElement member, out double score)
    {
        bool found = _tree.MoveNext(ref cursor, out ReadOnlySpan<byte> bytes, out score);
        member = new PackedElement(bytes);
        return found;
    }

    public readonly bool MovePrevious(scoped ref SortedSetCursor cursor, out PackedElement member, out double score)
    {
        bool found = _tree.MovePrevious(ref cursor, out ReadOnlySpan<byte> bytes, out score);
        member = new PackedElement(bytes);
        return found;
    }

    private void Update(MemberSlot slot, scoped ReadOnlySpan<byte> member, double oldScore, double score)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_table.ValueAt(slot), score);
        int outline = _table.OutlineAt(slot);
        _tree.Update(new RankKey(oldScore, member), new RankKey(score, member), PayloadOf(member, in outline), outline != 0);
    }

    private static ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> member, ref readonly int outline) =>
        outline == 0 ? member : MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in outline));

    private ref struct TableVisitor<TVisitor>(TVisitor visitor) : IMemberVisitor
        where TVisitor : struct, ISortedSetVisitor, allows ref struct
    {
        public TVisitor Visitor = visitor;

        public void Visit(scoped in MemberTable table, MemberSlot slot) => Visitor.Visit(
            new PackedElement(table.MemberAt(slot)), BinaryPrimitives.ReadDoubleLittleEndian(table.ValueAt(slot)));
    }
}
