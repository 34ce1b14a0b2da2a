using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// The native heap of one shard, or of one large value: small blocks by size class from 4 KiB pages, large ones from the C library's
/// heap. Owned by a shard and guarded by the shard's lock, until it is taken out of the shard to be freed, when it belongs to whoever
/// frees it; keeps an exact account of what it handed out.
/// </summary>
/// <remarks>
/// A block's address tells where it is from: small blocks lie on multiples of 8, large ones 4 beyond. Debug builds fill
/// freed blocks and look for traces of late writers when a block is handed out again.
/// </remarks>
internal sealed unsafe partial class ShardHeap(ArenaPool pool)
{
    private HeapPage*[]? _partial;
    private HeapPage*[]? _full;
    private LargeBlock* _large;

    /// <summary>Bytes of the blocks handed out, at the size that they really take.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Bytes held for them: pages, and large blocks.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Bytes of large blocks, a part of both.</summary>
    public long LargeBytes { get; private set; }

    /// <summary>How many blocks are out.</summary>
    public long Blocks { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLarge(byte* block) => ((nint)block & 4) != 0;

    /// <summary>How many bytes of the block may be used.</summary>
    public static int CapacityOf(byte* block) =>
        IsLarge(block) ? LargeBlock.Of(block)->Capacity : SizeClasses.SizeOf(HeapPage.Of(block)->Class);

    /// <summary>What the block costs, overhead of large blocks included.</summary>
    public static int CostOf(byte* block) =>
        IsLarge(block) ? LargeBlock.Of(block)->Cost : SizeClasses.SizeOf(HeapPage.Of(block)->Class);

    /// <summary>The capacity that a block for so many bytes would have.</summary>
    public static int CapacityFor(int size) =>
        size <= SizeClasses.LargestSmall ? SizeClasses.SizeOf(SizeClasses.IndexOf(size)) : LargeBlock.CapacityFor(size);

    /// <summary>A block of at least so many bytes, content arbitrary.</summary>
    public byte* Allocate(int size)
    {
        if ((uint)size > SizeClasses.LargestSmall)
            return AllocateLarge(size);

        int index = SizeClasses.IndexOf(size);
        HeapPage* page = _partial is { } partial ? partial[index] : null;
        if (page == null)
            page = AddPage(index);

        int blockSize = SizeClasses.SizeOf(index);
        byte* block;
        if (page->FirstFree != 0)
        {
            block = (byte*)page + page->FirstFree;
            page->FirstFree = *(ushort*)block;
            CheckUntouchedSinceFree(block, blockSize);
        }
        else
        {
            block = (byte*)page + page->Untouched;
            page->Untouched += (ushort)blockSize;
        }

        page->Live++;
        if (page->FirstFree == 0 && page->Untouched == HeapPage.Bytes)
            MoveToFull(page);
        UsedBytes += blockSize;
        Blocks++;
        return block;
    }

    public void Free(byte* block)
    {
        if (IsLarge(block))
        {
            FreeLarge(block);
            return;
        }

        HeapPage* page = HeapPage.Of(block);
        int blockSize = SizeClasses.SizeOf(page->Class);
        FillFreed(block, blockSize);
        bool wasFull = page->FirstFree == 0 && page->Untouched == HeapPage.Bytes;
        *(ushort*)block = page->FirstFree;
        page->FirstFree = (ushort)(block - (byte*)page);
        page->Live--;
        UsedBytes -= blockSize;
        Blocks--;
        if (wasFull | page->Live == 0)
            Relist(page, wasFull);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private HeapPage* AddPage(int index)
    {
        _partial ??= new HeapPage*[SizeClasses.Count];
        _full ??= new HeapPage*[SizeClasses.Count];
        int blockSize = SizeClasses.SizeOf(index);
        HeapPage* page = (HeapPage*)pool.Take();
        *page = default;
        page->Class = (ushort)index;
        page->Untouched = (ushort)(HeapPage.Bytes - HeapPage.Capacity(blockSize) * blockSize);
        HeldBytes += HeapPage.Bytes;
        Link(_partial, page);
        return page;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MoveToFull(HeapPage* page)
    {
        Unlink(_partial!, page);
        Link(_full!, page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Relist(HeapPage* page, bool wasFull)
    {
        if (wasFull)
        {
            Unlink(_full!, page);
            Link(_partial!, page);
        }

        if (page->Live != 0)
            return;

        // The last page of a class stays while the heap has others, so that one key set and deleted again and again
        // doesn't take and return a page each time; an empty heap keeps none.
        bool last = page->Next == null && page->Previous == null;
        if (last && Blocks != 0 && _full![page->Class] == null)
            return;
        Unlink(_partial!, page);
        HeldBytes -= HeapPage.Bytes;
        pool.Return((byte*)page);
        if (Blocks == 0)
            ReturnEmptyPages();
    }

    private void ReturnEmptyPages()
    {
        for (int i = 0; i < SizeClasses.Count; i++)
        {
            int all = int.MaxValue;
            ReturnPages(ref _partial![i], ref all);
        }
    }

    private static void Link(HeapPage*[] heads, HeapPage* page)
    {
        HeapPage* head = heads[page->Class];
        page->Previous = null;
        page->Next = head;
        if (head != null)
            head->Previous = page;
        heads[page->Class] = page;
    }

    private static void Unlink(HeapPage*[] heads, HeapPage* page)
    {
        if (page->Previous == null)
            heads[page->Class] = page->Next;
        else
            page->Previous->Next = page->Next;
        if (page->Next != null)
            page->Next->Previous = page->Previous;
    }
}
