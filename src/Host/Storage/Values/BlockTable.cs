using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The header of a block of the heap in which the addresses of a value's blocks stand; the places follow it. Belongs to a
/// <see cref="NativeRoot"/>, or, when its value is gone, to the shard's chain of what is still to be freed; guarded by the shard's lock.
/// </summary>
/// <remarks>
/// A place holds the address of a block, which is even, or, when it is free, the number of the next free place, shifted, and the lowest bit.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = BlockLayout.TableHeaderBytes)]
internal unsafe struct BlockTable
{
    private const int FirstCapacity = 4;

    /// <summary>How many places there are. In the chain: how many are still to be looked at.</summary>
    public int Capacity;

    /// <summary>The first free place, counted from 1; 0: none.</summary>
    public int FirstFree;

    /// <summary>What blocks and table cost. In the chain: the address of the next table.</summary>
    public long TotalBytes;

    public static nint* PlacesOf(BlockTable* table) => (nint*)(table + 1);

    public static bool IsBlock(nint place) => (place & 1) == 0;

    /// <summary>Makes a table with more room than another (or none) has and all that the other one holds; the other is freed.</summary>
    public static BlockTable* Grow(ShardHeap heap, BlockTable* old)
    {
        int before = old == null ? 0 : old->Capacity;
        BlockTable* table = Make(heap, before == 0 ? FirstCapacity : checked(before * 2));
        nint* places = PlacesOf(table);
        if (old != null)
        {
            new ReadOnlySpan<nint>(PlacesOf(old), before).CopyTo(new Span<nint>(places, before));
            table->FirstFree = old->FirstFree;
            table->TotalBytes += old->TotalBytes - ShardHeap.CostOf((byte*)old);
            heap.Free((byte*)old);
        }

        for (int i = table->Capacity; i > before; i--)
        {
            places[i - 1] = ((nint)table->FirstFree << 1) | 1;
            table->FirstFree = i;
        }

        return table;
    }

    /// <summary>Makes a table of at least so many places, which the caller fills. It uses its block to the last byte.</summary>
    public static BlockTable* Make(ShardHeap heap, int capacity)
    {
        int wanted = checked(capacity * sizeof(nint) + sizeof(BlockTable));
        BlockTable* table = (BlockTable*)heap.Allocate(wanted);
        table->Capacity = (ShardHeap.CapacityOf((byte*)table) - sizeof(BlockTable)) / sizeof(nint);
        table->FirstFree = 0;
        table->TotalBytes = ShardHeap.CostOf((byte*)table);
        return table;
    }

    /// <summary>Frees blocks from the last place on; each costs one of the budget, large ones more.</summary>
    /// <returns>True when all are free, and the table is.</returns>
    public static bool FreeSome(ShardHeap heap, BlockTable* table, ref int budget)
    {
        const int bytesAtOnce = 16;   // as a shift: returning so much to the system takes as long as freeing a block
        nint* places = PlacesOf(table);
        int left = table->Capacity;
        for (; left > 0 && budget > 0; left--)
        {
            budget--;
            byte* block = (byte*)places[left - 1];
            if (!IsBlock((nint)block))
                continue;
            if (ShardHeap.IsLarge(block))
                budget -= ShardHeap.CapacityOf(block) >> bytesAtOnce;
            heap.Free(block);
        }

        table->Capacity = left;
        if (left > 0)
            return false;
        heap.Free((byte*)table);
        return true;
    }
}
