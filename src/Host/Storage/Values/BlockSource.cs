using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Values;

/// <summary>Where a value's blocks come from and where their cost is kept: its shard's heap, and its own when it is large. For one call, under the shard's lock.</summary>
internal readonly unsafe ref struct BlockSource(ShardHeap shared, ValueHeap? own)
{
    /// <summary>The heap of the value's table.</summary>
    public ShardHeap OfTable => own?.Heap ?? shared;

    /// <summary>The heap of the block that a handle leads to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ShardHeap Of(long handle) => own is not null && handle > own.SharedPlaces ? own.Heap : shared;

    /// <summary>Adds to what the value costs. A heap of its own counts by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(BlockTable* table, ShardHeap heap, long bytes)
    {
        if (own is null)
            table->Account += bytes;
        else if (heap == shared)
            own.SharedBytes += bytes;
    }

    /// <summary>What the value's blocks and table cost.</summary>
    public long TotalOf(BlockTable* table) => own?.TotalBytes ?? table->Account;
}
