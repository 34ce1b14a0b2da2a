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
    private const int MostNewPlaces = 1024;

    /// <summary>How many places there are, of those that the block has room for. In the chain: how many are still to be looked at.</summary>
    public int Capacity;

    /// <summary>The first free place, counted from 1; 0: none.</summary>
    public int FirstFree;

    /// <summary>What blocks and table cost. In the chain: the address of the next table.</summary>
    public long TotalBytes;

    public static nint* PlacesOf(BlockTable* table) => (nint*)(table + 1);

    public static bool IsBlock(nint place) => (place & 1) == 0;

    /// <summary>
    /// Gives a table that has no free place more of them, or makes the first one. A large one gets its room from the system, which moves no
    /// byte, and uses it up some places at a time: so a table of millions grows as fast as a small one.
    /// </summary>
    /// <returns>The table, here or elsewhere.</returns>
    public static BlockTable* Grow(ShardHeap heap, BlockTable* table)
    {
        if (table == null)
        {
            table = Make(heap, FirstCapacity);
            table->Capacity = 0;
        }
        else if (RoomOf(table) == table->Capacity)
        {
            table = Move(heap, table, checked(table->Capacity * 2));
        }

        nint* places = PlacesOf(table);
        int before = table->Capacity;
        table->Capacity = Math.Min(RoomOf(table), before + MostNewPlaces);
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
        table->Capacity = RoomOf(table);
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

    /// <summary>The places that the table's block has room for.</summary>
    public static int RoomOf(BlockTable* table) => (ShardHeap.CapacityOf((byte*)table) - sizeof(BlockTable)) / sizeof(nint);

    /// <summary>Gives a table room for so many places; how many are used stays.</summary>
    private static BlockTable* Move(ShardHeap heap, BlockTable* old, int capacity)
    {
        int cost = ShardHeap.CostOf((byte*)old);
        BlockTable* table;
        if (ShardHeap.IsLarge((byte*)old))
        {
            table = (BlockTable*)heap.ResizeLarge((byte*)old, checked(capacity * sizeof(nint) + sizeof(BlockTable)));
        }
        else
        {
            table = Make(heap, capacity);
            *table = *old;
            new ReadOnlySpan<nint>(PlacesOf(old), old->Capacity).CopyTo(new Span<nint>(PlacesOf(table), old->Capacity));
            heap.Free((byte*)old);
        }

        table->TotalBytes += ShardHeap.CostOf((byte*)table) - cost;
        return table;
    }
}
