using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm;

/// <summary>
/// A hash table of members (bytes), each with a value of its own, in the native blocks of one entry: what large hashes and sets, and the
/// members of large sorted sets, are made of. A view for one call: the state is in the entry's root bytes and blocks, guarded by the entry's lock.
/// </summary>
/// <remarks>
/// Linear hashing (Litwin, "Linear hashing: a new tool for file and table addressing", 1980): buckets are added one at a time, each by
/// splitting one, so the largest table grows in steps of a microsecond. A bucket is a block of some sixteen entries
/// (<see cref="MemberBucket"/>), so an element costs neither a block nor a pointer of its own; a directory block holds the buckets' handles.
/// </remarks>
public ref partial struct MemberTable
{
    /// <summary>The bytes of the entry's root that the table needs; zero bytes are an empty table.</summary>
    public const int RootLength = 32;

    /// <summary>The value length of a table whose values differ in length.</summary>
    public const int Variable = -1;

    private readonly NativeBlocks _blocks;
    private readonly Span<byte> _root;
    private readonly int _valueLength;
    private readonly int _longestInline;
    private State _state;

    /// <summary>The table for reading and writing.</summary>
    /// <param name="blocks">The entry's blocks, from <see cref="Keyspace.Blocks"/>.</param>
    /// <param name="root">The table's <see cref="RootLength"/> bytes, opened by <see cref="Keyspace.Edit(ref Entry)"/>.</param>
    /// <param name="valueLength">The length of every value, 0 for a table of members only, or <see cref="Variable"/>. Always the same for one table.</param>
    /// <param name="longestInline">To this length, member and value stand beside others; a longer one has a block of its own. Always the same for one table.</param>
    public MemberTable(NativeBlocks blocks, Span<byte> root, int valueLength, int longestInline = MemberEntry.LongestInline)
        : this(blocks, (ReadOnlySpan<byte>)root, valueLength, longestInline) => _root = root;

    /// <summary>The table for reading; changing it throws.</summary>
    /// <param name="blocks">The entry's blocks.</param>
    /// <param name="root">The table's <see cref="RootLength"/> bytes.</param>
    /// <param name="valueLength">As it was written.</param>
    /// <param name="longestInline">To this length, member and value stand beside others; a longer one has a block of its own. Always the same for one table.</param>
    public MemberTable(NativeBlocks blocks, ReadOnlySpan<byte> root, int valueLength, int longestInline = MemberEntry.LongestInline)
    {
        _blocks = blocks;
        _valueLength = valueLength;
        _longestInline = longestInline;
        _state = MemoryMarshal.Read<State>(root);
    }

    /// <summary>How many members there are.</summary>
    public readonly long Count => _state.Count;

    private readonly bool IsVariable => _valueLength < 0;

    private readonly bool MustOutline(int memberLength, int valueLength) => (long)memberLength + valueLength > _longestInline;

    /// <summary>Finds a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="slot">Where it is.</param>
    public readonly bool TryFind(ReadOnlySpan<byte> member, out MemberSlot slot)
    {
        slot = default;
        if (_state.Count == 0)
            return false;
        ulong hash = _blocks.HashOf(member);
        int handle = Handles[BucketOf(hash)];
        MemberBucket bucket = BucketIn(handle);
        ReadOnlySpan<byte> block = bucket.Block;
        ReadOnlySpan<byte> tags = bucket.Tags;
        byte tag = TagOf(hash);
        int index = 0;
        int offset = MemberBucket.HeaderBytes;

        // The tags stand in reverse order, so from the last backwards the entries are met from the first onwards.
        for (int place = tags.LastIndexOf(tag); place >= 0; place = tags[..place].LastIndexOf(tag))
        {
            for (int candidate = tags.Length - 1 - place; index < candidate; index++)
                offset = MemberEntry.EndAt(block, offset, _valueLength);
            MemberEntry entry = MemberEntry.Read(block, offset, _valueLength);
            if (entry.MemberLength == member.Length && MemberOf(block, entry).SequenceEqual(member))
            {
                slot = new MemberSlot(handle, offset);
                return true;
            }
        }

        return false;
    }

    /// <summary>The member at a place.</summary>
    /// <param name="slot">The place.</param>
    public readonly ReadOnlySpan<byte> MemberAt(MemberSlot slot)
    {
        ReadOnlySpan<byte> block = BucketIn(slot.Block).Block;
        return MemberOf(block, MemberEntry.Read(block, slot.Offset, _valueLength));
    }

    /// <summary>The value at a place; may be written to.</summary>
    /// <param name="slot">The place.</param>
    public readonly Span<byte> ValueAt(MemberSlot slot)
    {
        Span<byte> block = BucketIn(slot.Block).Block;
        return ValueOf(block, MemberEntry.Read(block, slot.Offset, _valueLength));
    }

    /// <summary>
    /// The handle of the block that a long member has for itself, so that others of the entry's blocks may refer to it: the member's bytes,
    /// then its value's. Good until the member is removed or its value gets another length.
    /// </summary>
    /// <param name="slot">The place.</param>
    /// <returns>0 when the member stands beside others.</returns>
    public readonly int OutlineAt(MemberSlot slot)
    {
        ReadOnlySpan<byte> block = BucketIn(slot.Block).Block;
        MemberEntry entry = MemberEntry.Read(block, slot.Offset, _valueLength);
        return entry.IsOutlined ? entry.HandleIn(block) : 0;
    }

    /// <summary>A bit of the caller's at each member: whatever it likes to remember.</summary>
    /// <param name="slot">The place.</param>
    public readonly bool IsMarked(MemberSlot slot) =>
        MemberEntry.Read(BucketIn(slot.Block).Block, slot.Offset, _valueLength).IsMarked;

    /// <summary>Sets or clears the caller's bit.</summary>
    /// <param name="slot">The place.</param>
    /// <param name="mark">The bit.</param>
    public readonly void Mark(MemberSlot slot, bool mark) => MemberEntry.SetMark(BucketIn(slot.Block).Block, slot.Offset, mark);

    private readonly ReadOnlySpan<byte> MemberOf(ReadOnlySpan<byte> block, scoped in MemberEntry entry) => entry.IsOutlined
        ? _blocks[entry.HandleIn(block)][..entry.MemberLength]
        : block.Slice(entry.Data, entry.MemberLength);

    private readonly Span<byte> ValueOf(Span<byte> block, scoped in MemberEntry entry) => entry.IsOutlined
        ? _blocks[entry.HandleIn(block)].Slice(entry.MemberLength, entry.ValueLength)
        : block.Slice(entry.Data + entry.MemberLength, entry.ValueLength);

    private readonly MemberBucket Bucket(int number) => BucketIn(Handles[number]);

    private readonly MemberBucket BucketIn(int handle) => new(_blocks[handle]);

    private readonly Span<int> Handles => MemoryMarshal.Cast<byte, int>(_blocks[_state.Directory]);

    /// <summary>
    /// With buckets 0 to n - 1, and 2^k the largest power not above n, the lowest k + 1 bits of the hash choose; k bits where that bucket
    /// was not split off yet.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int BucketOf(ulong hash)
    {
        int mask = LevelMask << 1 | 1;
        int number = (int)hash & mask;
        return number < _state.Buckets ? number : number & mask >> 1;
    }

    /// <summary>The mask of the k bits that all buckets agree on.</summary>
    private readonly int LevelMask => (1 << BitOperations.Log2((uint)_state.Buckets)) - 1;

    /// <summary>The part of a hash that a bucket keeps beside the member, none of which chooses the bucket.</summary>
    private static byte TagOf(ulong hash) => (byte)(hash >> 56);

    private readonly void Save()
    {
        if (_root.IsEmpty)
            ThrowReadOnly();
        MemoryMarshal.Write(_root, in _state);
    }

    private readonly void CheckWritable()
    {
        if (_root.IsEmpty)
            ThrowReadOnly();
    }

    [DoesNotReturn]
    private static void ThrowReadOnly() => throw new InvalidOperationException("The table was opened for reading.");

    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = RootLength)]
    private struct State
    {
        public long Count;

        /// <summary>Bytes of the entries in all buckets.</summary>
        public long Bytes;

        public int Buckets;

        /// <summary>The handle of the block of the buckets' handles; 0: no bucket yet.</summary>
        public int Directory;
    }
}
