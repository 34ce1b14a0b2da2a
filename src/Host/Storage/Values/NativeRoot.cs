using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// What stands before the root bytes of a value with native blocks: the table that turns handles into addresses.
/// Lies in a record, guarded by the shard's lock. A handle is its place in the table plus one, so that a handle that is
/// void, or of another entry, can be told and never leads outside.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct NativeRoot
{
    public const int Bytes = 24;

    private const int FirstCapacity = 4;

    // Each block begins with its length; a free place of the table holds the next free one, shifted, and the lowest bit.
    private const int LengthBytes = sizeof(int);

    private nint* _handles;
    private int _capacity;
    private int _firstFree;
    private long _totalBytes;

    /// <summary>What the blocks and their table cost.</summary>
    public readonly long TotalBytes => _totalBytes;

    public long Allocate(ShardHeap heap, int length)
    {
        if (_firstFree == 0)
            GrowTable(heap);
        byte* block = TakeBlock(heap, length);
        new Span<byte>(block + LengthBytes, length).Clear();

        int handle = _firstFree;
        _firstFree = (int)(_handles[handle - 1] >> 1);
        _handles[handle - 1] = (nint)block;
        return handle;
    }

    public void Free(ShardHeap heap, long handle)
    {
        byte* block = BlockOf(handle);
        _totalBytes -= ShardHeap.CostOf(block);
        heap.Free(block);
        _handles[handle - 1] = ((nint)_firstFree << 1) | 1;
        _firstFree = (int)handle;
    }

    public readonly Span<byte> Resolve(long handle)
    {
        byte* block = BlockOf(handle);
        return new Span<byte>(block + LengthBytes, Unsafe.ReadUnaligned<int>(block));
    }

    public void FreeAll(ShardHeap heap)
    {
        for (int i = 0; i < _capacity; i++)
        {
            if (IsBlock(_handles[i]))
                heap.Free((byte*)_handles[i]);
        }

        if (_handles != null)
            heap.Free((byte*)_handles);
        this = default;
    }

    /// <summary>Brings all blocks from one heap to another; handles stay what they are.</summary>
    public void MoveTo(ShardHeap from, ShardHeap to)
    {
        if (from == to || _handles == null)
            return;
        nint* old = _handles;
        _totalBytes = 0;
        _handles = TakeTable(to, _capacity);
        for (int i = 0; i < _capacity; i++)
        {
            _handles[i] = old[i];
            if (!IsBlock(old[i]))
                continue;
            byte* block = (byte*)old[i];
            int length = Unsafe.ReadUnaligned<int>(block);
            byte* moved = TakeBlock(to, length);
            new ReadOnlySpan<byte>(block + LengthBytes, length).CopyTo(new Span<byte>(moved + LengthBytes, length));
            _handles[i] = (nint)moved;
            from.Free(block);
        }

        from.Free((byte*)old);
    }

    private static bool IsBlock(nint place) => (place & 1) == 0;

    private readonly byte* BlockOf(long handle)
    {
        if ((ulong)(handle - 1) >= (ulong)_capacity || !IsBlock(_handles[handle - 1]))
            throw new InvalidOperationException("The entry has no block of this handle.");
        return (byte*)_handles[handle - 1];
    }

    private byte* TakeBlock(ShardHeap heap, int length)
    {
        if (length is < 1 or > 1 << 30)
            throw new ArgumentOutOfRangeException(nameof(length));
        byte* block = heap.Allocate(length + LengthBytes);
        Unsafe.WriteUnaligned(block, length);
        _totalBytes += ShardHeap.CostOf(block);
        return block;
    }

    private nint* TakeTable(ShardHeap heap, int capacity)
    {
        byte* table = heap.Allocate(checked(capacity * sizeof(nint)));
        _totalBytes += ShardHeap.CostOf(table);
        return (nint*)table;
    }

    private void GrowTable(ShardHeap heap)
    {
        int capacity = _capacity == 0 ? FirstCapacity : checked(_capacity * 2);
        nint* handles = TakeTable(heap, capacity);
        if (_handles != null)
        {
            new ReadOnlySpan<nint>(_handles, _capacity).CopyTo(new Span<nint>(handles, _capacity));
            _totalBytes -= ShardHeap.CostOf((byte*)_handles);
            heap.Free((byte*)_handles);
        }

        for (int i = capacity; i > _capacity; i--)
        {
            handles[i - 1] = ((nint)_firstFree << 1) | 1;
            _firstFree = i;
        }

        _handles = handles;
        _capacity = capacity;
    }
}
