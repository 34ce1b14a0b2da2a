using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage;

/// <summary>The heaps of the shard's large values: how they come, are accounted for, and go to another shard or to those that are freed.</summary>
internal sealed unsafe partial class Shard
{
    // A smaller value's blocks are freed at once unless they are more than this: giving back so much takes a millisecond.
    private const long MostBytesAtOnce = 16 << 20;

    private ValueHeap? _valueHeaps;
    private long _largeOfValues;

    /// <summary>What the blocks in the heaps of large values cost.</summary>
    public long ValueHeapBytes { get; private set; }

    /// <summary>The large blocks of all heaps here.</summary>
    public long LargeBytes => Heap.LargeBytes + _largeOfValues;

    /// <summary>
    /// Brings a value's blocks, which another record has now, to that record's shard. Both shards' locks are held. What is copied is bounded; a large
    /// value that was moved before costs nothing.
    /// </summary>
    public void MoveBlocks(ref NativeRoot root, Shard target)
    {
        if (target == this || root.Table == null)
            return;
        if (OwnHeapOf(root) is not { } own)
        {
            root.Move(Heap, target.Heap);
            return;
        }

        if (own.SharedPlaces > 0)
        {
            BlockTable.Move(Heap, own.Heap, root.Table, own.SharedPlaces);
            own.SharedPlaces = 0;
            own.SharedBytes = 0;
        }

        Unlink(own);
        target.Link(own);
    }

    /// <summary>Takes all blocks away from a value. What would take long to free is taken out of the account and the shard, and waits.</summary>
    private void FreeBlocks(ref NativeRoot root)
    {
        ValueHeap? own = OwnHeapOf(root);
        BlockTable* table = root.Detach();
        if (table == null)
            return;
        if (own is not null)
        {
            Unlink(own);
            _store.ValueHeaps.Remove(own);
            BlockTable.Empty(Heap, table, own.SharedPlaces, own.Heap);
            _store.Doomed.Add(own.Heap);
            return;
        }

        ShardHeap? forLarge = table->Account > MostBytesAtOnce ? new ShardHeap(NativePools.Pages) : null;
        BlockTable.Empty(Heap, table, table->Capacity, forLarge);
        Heap.Free((byte*)table);
        if (forLarge is not null)
            _store.Doomed.Add(forLarge);
    }

    /// <summary>Gives everything in the heaps of values back. The shard is detached.</summary>
    private void FreeValueHeaps()
    {
        while (_valueHeaps is { } own)
        {
            Unlink(own);
            _store.ValueHeaps.Remove(own);
            own.Heap.FreeAll();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ValueHeap? OwnHeapOf(in NativeRoot root)
    {
        int number = root.Table == null ? -1 : root.Table->OwnHeap;
        return number < 0 ? null : _store.ValueHeaps[number];
    }

    /// <summary>Gives a value that has become large a heap. Its table goes there without moving a byte; its blocks stay.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueHeap OpenHeap(ref NativeRoot root)
    {
        BlockTable* table = root.Table;
        ValueHeap own = new(NativePools.Pages)
        {
            SharedPlaces = table->Capacity,
            SharedBytes = table->Account - ShardHeap.CostOf((byte*)table),
        };
        own.Heap.Adopt(Heap, (byte*)table);
        _store.ValueHeaps.Add(own);
        table->OwnHeap = own.Number;
        Link(own);
        return own;
    }

    /// <summary>After a change in a value's heap: accounts for it, and lets go of the heap when the value has no block left.</summary>
    private void Changed(ValueHeap own, bool isEmpty)
    {
        Count(own, own.Heap.UsedBytes, own.Heap.LargeBytes);
        if (!isEmpty)
            return;
        Unlink(own);
        _store.ValueHeaps.Remove(own);
        own.Heap.FreeAll();
    }

    private void Link(ValueHeap own)
    {
        own.Previous = null;
        own.Next = _valueHeaps;
        if (_valueHeaps is not null)
            _valueHeaps.Previous = own;
        _valueHeaps = own;
        Count(own, own.Heap.UsedBytes, own.Heap.LargeBytes);
    }

    private void Unlink(ValueHeap own)
    {
        Count(own, 0, 0);
        if (own.Previous is null)
            _valueHeaps = own.Next;
        else
            own.Previous.Next = own.Next;
        if (own.Next is not null)
            own.Next.Previous = own.Previous;
        own.Next = own.Previous = null;
    }

    // The shard's account has so much of the heap from now on.
    private void Count(ValueHeap own, long used, long large)
    {
        ValueHeapBytes += used - own.CountedBytes;
        own.CountedBytes = used;
        _largeOfValues += large - own.CountedLargeBytes;
        own.CountedLargeBytes = large;
    }
}
