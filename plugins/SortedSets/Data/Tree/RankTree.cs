using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>
/// A B+ tree of the members of one sorted set, ordered by score and bytes, whose inner nodes know how many members are below each child:
/// ranks are found, and members by rank, in O(log n). Long members stand in blocks that the <see cref="MemberTable"/> owns. A view for one
/// call over the entry's root bytes and blocks, guarded by the entry's lock.
/// </summary>
internal ref partial struct RankTree
{
    /// <summary>The bytes of the entry's root that the tree needs; zero bytes are an empty tree.</summary>
    public const int RootLength = 24;

    private readonly NativeBlocks _blocks;
    private readonly Span<byte> _root;
    private readonly TreeShape _shape;
    private State _state;

    /// <summary>The tree for reading and writing.</summary>
    public RankTree(NativeBlocks blocks, Span<byte> root, TreeShape shape) : this(blocks, (ReadOnlySpan<byte>)root)
    {
        _root = root;
        _shape = shape;
    }

    /// <summary>The tree for reading.</summary>
    public RankTree(NativeBlocks blocks, ReadOnlySpan<byte> root)
    {
        _blocks = blocks;
        _state = MemoryMarshal.Read<State>(root);
    }

    public readonly long Count => _state.Count;

    public readonly int Height => _state.Height;

    public readonly int Root => _state.Root;

    /// <summary>The member of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ReadOnlySpan<byte> MemberAt(LeafNode leaf, int index)
    {
        ReadOnlySpan<byte> payload = leaf.PayloadAt(index, out bool isOutlined);
        return isOutlined ? _blocks[MemoryMarshal.Read<int>(payload)][..^RankedMembers.ScoreBytes] : payload;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly LeafNode Leaf(int handle) => new(_blocks[handle]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly InnerNode Inner(int handle) => new(_blocks[handle]);

    private readonly void Save() => MemoryMarshal.Write(_root, in _state);

    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = RootLength)]
    private struct State
    {
        public long Count;

        /// <summary>The root node; 0: no member.</summary>
        public int Root;

        /// <summary>The levels of inner nodes.</summary>
        public int Height;

        public int FirstLeaf;
        public int LastLeaf;
    }
}
