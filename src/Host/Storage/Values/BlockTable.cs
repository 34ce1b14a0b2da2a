using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The header of a block of the heap in which the addresses of a value's blocks stand; the places follow it. Belongs to a
/// <see cref="NativeRoot"/>; guarded by the shard's lock.
/// </summary>
/// <remarks>
/// A place holds the address of a block, which is even, or, when it is free, the number of the next free place, shifted, and the lowest bit.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = BlockLayout.TableHeaderBytes)]
internal unsafe struct BlockTable
{
    /// <summary>A value with more places than this has a heap of its own. The table is a large block by then.</summary>
    public const int MostShared = 2048;

    private const int FirstCapacity = 4;
    private const int MostNewPlaces = 1024;

    /// <summary>How many places there are, of those that the block has room for.</summary>
    public int Capacity;

    /// <summary>The first free place, counted from 1; 0: none.</summary>
    public int FirstFree;

    /// <summary>What blocks and table cost; negative when the value has a heap of its own, see <see cref="OwnHeap"/>.</summary>
    public long Account;

    /// <summary>The number of the value's own heap; -1 without one.</summary>
    public int OwnHeap
    {
        readonly get => Account < 0 ? (int)~Account : -1;
        set => Account = ~(long)value;
    }

    /// <summary>True when the next block needs a place that only a value with a heap of its own may have.</summary>
    public readonly bool NeedsOwnHeap => FirstFree == 0 && Capacity == MostShared && Account >= 0;

    public static nint* PlacesOf(BlockTable* table) => (nint*)(table + 1);

    public static bool IsBlock(nint place) => (place & 1) == 0;

    /// <summary>
    /// Gives a table that has no free place more of them, or makes the first one. A large one gets its room from the system, which moves no
    /// byte, and uses it up some places at a time: so a table of millions grows as fast as a small one.
    /// </summary>
    /// <returns>The table, here or elsewhere.</returns>
    public static BlockTable* Grow(BlockSource source, BlockTable* table)
    {
        if (table == null)
        {
            table = Make(source.OfTable, FirstCapacity);
            table->Capacity = 0;
        }
        else if (RoomOf(table) == table->Capacity)
        {
            table = Move(source, table, checked(table->Capacity * 2));
        }

        nint* places = PlacesOf(table);
        int before = table->Capacity;
        int most = before < MostShared ? Math.Min(before + MostNewPlaces, MostShared) : before + MostNewPlaces;
        table->Capacity = Math.Min(RoomOf(table), most);
        for (int i = table->Capacity; i > before; i--)
        {
            places[i - 1] = ((nint)table->FirstFree << 1) | 1;
            table->FirstFree = i;
        }

        return table;
    }

    /// <summary>
    /// Frees the small blocks of the first places. Large ones go to another heap, which costs the same whatever their length is, or are freed,
    /// too. The table stays as it is: it is about to go.
    /// </summary>
    public static void Empty(ShardHeap heap, BlockTable* table, int places, ShardHeap? forLarge)
    {
        nint* place = PlacesOf(table);
        for (nint* end = place + places; place < end; place++)
        {
            byte* block = (byte*)*place;
            if (!IsBlock((nint)block))
                continue;
            if (forLarge is not null && ShardHeap.IsLarge(block))
                forLarge.Adopt(heap, block);
            else
                heap.Free(block);
        }
    }

    /// <summary>Brings the blocks of the first places to another heap: large ones stay where they are, small ones are copied.</summary>
    public static void Move(ShardHeap from, ShardHeap to, BlockTable* table, int places)
    {
        nint* place = PlacesOf(table);
        for (nint* end = place + places; place < end; place++)
        {
            if (IsBlock(*place))
                *place = (nint)Move(from, to, (byte*)*place);
        }
    }

    /// <summary>The table itself, in another heap.</summary>
    public static BlockTable* Move(ShardHeap from, ShardHeap to, BlockTable* table) => (BlockTable*)Move(from, to, (byte*)table);

    private static byte* Move(ShardHeap from, ShardHeap to, byte* block)
    {
        if (ShardHeap.IsLarge(block))
        {
            to.Adopt(from, block);
            return block;
        }

        int capacity = ShardHeap.CapacityOf(block);
        byte* moved = to.Allocate(capacity);
        new ReadOnlySpan<byte>(block, capacity).CopyTo(new Span<byte>(moved, capacity));
        from.Free(block);
        return moved;
    }

    /// <summary>Makes a table of at least so many places, which the caller fills. It uses its block to the last byte.</summary>
    private static BlockTable* Make(ShardHeap heap, int capacity)
    {
        int wanted = checked(capacity * sizeof(nint) + sizeof(BlockTable));
        BlockTable* table = (BlockTable*)heap.Allocate(wanted);
        table->Capacity = RoomOf(table);
        table->FirstFree = 0;
        table->Account = ShardHeap.CostOf((byte*)table);
        return table;
    }

    /// <summary>The places that the table's block has room for.</summary>
    private static int RoomOf(BlockTable* table) => (ShardHeap.CapacityOf((byte*)table) - sizeof(BlockTable)) / sizeof(nint);

    /// <summary>Gives a table room for so many places; how many are used stays.</summary>
    private static BlockTable* Move(BlockSource source, BlockTable* old, int capacity)
    {
        ShardHeap heap = source.OfTable;
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

        source.Count(table, heap, ShardHeap.CostOf((byte*)table) - cost);
        return table;
    }
}
