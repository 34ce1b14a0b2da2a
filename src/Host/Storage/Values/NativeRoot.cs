using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// What stands before the root bytes of a value that may have native blocks: where the table is that turns handles into addresses; null as
/// long as there is no block. Lies in a record, guarded by the shard's lock. A handle is its place in the table plus one, so that
/// one that is void, or of another entry, can be told and never leads outside. Blocks are read by way of <see cref="BlockLayout"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct NativeRoot
{
    public const int Bytes = 8;

    // Each block begins with its length.
    private const int LengthBytes = BlockLayout.BlockHeaderBytes;
    private const int LongestBlock = 1 << 30;

    private BlockTable* _table;

    /// <summary>Where the blocks' addresses are; null without blocks.</summary>
    public readonly BlockTable* Table => _table;

    /// <summary>The length of the largest block that costs no more than one of this length.</summary>
    public static int CapacityFor(int length)
    {
        Check(length);
        return Math.Min(ShardHeap.CapacityFor(length + LengthBytes) - LengthBytes, LongestBlock);
    }

    public long Allocate(BlockSource source, int length)
    {
        Check(length);
        if (_table == null || _table->FirstFree == 0)
            _table = BlockTable.Grow(source, _table);
        BlockTable* table = _table;
        int handle = table->FirstFree;
        ShardHeap heap = source.Of(handle);
        byte* block = heap.Allocate(length + LengthBytes);
        Unsafe.WriteUnaligned(block, length);
        new Span<byte>(block + LengthBytes, length).Clear();
        source.Count(table, heap, ShardHeap.CostOf(block));

        nint* place = BlockTable.PlacesOf(table) + (handle - 1);
        table->FirstFree = (int)(*place >> 1);
        *place = (nint)block;
        return handle;
    }

    public void Free(BlockSource source, long handle)
    {
        nint* place = PlaceOf(handle);
        BlockTable* table = _table;
        ShardHeap heap = source.Of(handle);
        source.Count(table, heap, -ShardHeap.CostOf((byte*)*place));
        heap.Free((byte*)*place);
        *place = ((nint)table->FirstFree << 1) | 1;
        table->FirstFree = (int)handle;

        // The last block takes the table along: a value that was large once is as small as others again.
        if (source.TotalOf(table) == ShardHeap.CostOf((byte*)table))
            source.OfTable.Free((byte*)Detach());
    }

    /// <summary>Gives a block another length, where it is when its size class stays the same.</summary>
    public readonly Span<byte> Resize(BlockSource source, long handle, int length)
    {
        nint* place = PlaceOf(handle);
        Check(length);
        byte* block = (byte*)*place;
        int before = Unsafe.ReadUnaligned<int>(block);
        int capacity = ShardHeap.CapacityOf(block);
        if (capacity != ShardHeap.CapacityFor(length + LengthBytes))
        {
            block = MoveBlock(source, source.Of(handle), block, before, length);
            *place = (nint)block;
        }

        Unsafe.WriteUnaligned(block, length);
        Span<byte> bytes = new(block + LengthBytes, length);
        if (length > before)
            bytes[before..].Clear();
        return bytes;
    }

    /// <summary>Takes the table away from the value, which has no blocks then; null when it had none.</summary>
    public BlockTable* Detach()
    {
        BlockTable* table = _table;
        _table = null;
        return table;
    }

    /// <summary>Brings all blocks and the table from one shard's heap to another's; handles stay what they are.</summary>
    public void Move(ShardHeap from, ShardHeap to)
    {
        BlockTable.Move(from, to, _table, _table->Capacity);
        _table = BlockTable.Move(from, to, _table);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nint* PlaceOf(long handle)
    {
        BlockTable* table = _table;
        if (table == null || (ulong)(handle - 1) >= (uint)table->Capacity)
            ThrowVoid();
        nint* place = BlockTable.PlacesOf(table) + (handle - 1);
        if (!BlockTable.IsBlock(*place))
            ThrowVoid();
        return place;
    }

    private readonly byte* MoveBlock(BlockSource source, ShardHeap heap, byte* block, int before, int length)
    {
        int cost = ShardHeap.CostOf(block);
        byte* moved;
        if (ShardHeap.IsLarge(block) && length + LengthBytes > SizeClasses.LargestSmall)
        {
            moved = heap.ResizeLarge(block, length + LengthBytes);
        }
        else
        {
            moved = heap.Allocate(length + LengthBytes);
            int kept = Math.Min(before, length) + LengthBytes;
            new ReadOnlySpan<byte>(block, kept).CopyTo(new Span<byte>(moved, kept));
            heap.Free(block);
        }

        source.Count(_table, heap, ShardHeap.CostOf(moved) - cost);
        return moved;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int length)
    {
        if ((uint)(length - 1) >= LongestBlock)
            ThrowLength();
    }

    [DoesNotReturn]
    private static void ThrowLength() => throw new ArgumentOutOfRangeException("length", "A block has 1 to 2^30 bytes.");

    [DoesNotReturn]
    private static void ThrowVoid() => throw new InvalidOperationException("The entry has no block of this handle.");
}
