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
        _tree = TreeOf(blocks, root);
    }

    /// <summary>For reading and writing.</summary>
    public RankedMembers(NativeBlocks blocks, Span<byte> root, TreeShape shape)
    {
        _table = new MemberTable(blocks, root[..MemberTable.RootLength], ScoreBytes, LongestTwice + ScoreBytes);
        _tree = new RankTree(blocks, root[MemberTable.RootLength..], shape);
    }

    public readonly long Count => _table.Count;

    internal readonly RankTree Tree => _tree;

    /// <summary>The tree alone, for reading.</summary>
    public static RankTree TreeOf(NativeBlocks blocks, ReadOnlySpan<byte> root) => new(blocks, root[MemberTable.RootLength..]);

    public readonly bool TryFind(scoped ReadOnlySpan<byte> member, out FoundMember found)
    {
        found = default;
        if (!_table.TryFind(member, out MemberSlot slot))
            return false;
        found = new FoundMember(BinaryPrimitives.ReadDoubleLittleEndian(_table.ValueAt(slot)), slot, 0);
        return true;
    }

    /// <returns>True when the member is new.</returns>
    public bool Set(scoped ReadOnlySpan<byte> member, double score)
    {
        if (!TryFind(member, out FoundMember found))
        {
            Add(member, score);
            return true;
        }

        if (found.Score != score)
            Update(member, found, score);
        return false;
    }

    /// <summary>Adds a member that is not there.</summary>
    public void Add(scoped ReadOnlySpan<byte> member, double score)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_table.Add(member, ScoreBytes), score);
        int outline = member.Length > LongestTwice && _table.TryFind(member, out MemberSlot slot) ? _table.OutlineAt(slot) : 0;
        _tree.Insert(new RankKey(score, member), PayloadOf(member, in outline), outline != 0);
    }

    /// <summary>Changes the score of a member that was found.</summary>
    public void Update(scoped ReadOnlySpan<byte> member, FoundMember found, double score)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_table.ValueAt(found.Slot), score);
        int outline = member.Length > LongestTwice ? _table.OutlineAt(found.Slot) : 0;
        _tree.Update(new RankKey(found.Score, member), new RankKey(score, member), PayloadOf(member, in outline), outline != 0);
    }

    /// <summary>Removes a member that was found.</summary>
    public void Remove(scoped ReadOnlySpan<byte> member, FoundMember found)
    {
        // From the tree first: it looks at the block of a long member, which goes with the table's entry.
        _tree.Remove(new RankKey(found.Score, member));
        _table.Remove(found.Slot);
    }

    /// <summary>Removes members by rank; they must be there.</summary>
    public void RemoveRange(long rank, long count)
    {
        while (count > 0)
        {
            int length = (int)Math.Min(_tree.FindRun(rank, out TreePath path), count);
            LeafNode leaf = _tree.Leaf(path.Leaf);
            for (int i = 0; i < length; i++)
            {
                if (_table.TryFind(_tree.MemberAt(leaf, path.Index + i), out MemberSlot slot))
                    _table.Remove(slot);
            }

            _tree.Remove(path, length);
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
