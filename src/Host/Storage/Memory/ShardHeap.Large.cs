using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>Large blocks, and what debug builds check.</summary>
internal sealed unsafe partial class ShardHeap
{
    private const byte FreedFill = 0xDD;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* AllocateLarge(int size)
    {
        int capacity = LargeBlock.CapacityFor(size);
        LargeBlock* large = (LargeBlock*)NativeMemory.Alloc((nuint)(capacity + LargeBlock.HeaderBytes));
        large->Capacity = capacity;
        large->Canary = LargeBlock.CanaryValue;
        LinkLarge(large);
        return (byte*)large + LargeBlock.HeaderBytes;
    }

    /// <summary>Takes a large block over from another heap. It stays where it is.</summary>
    public void Adopt(ShardHeap from, byte* block)
    {
        LargeBlock* large = LargeBlock.Of(block);
        from.UnlinkLarge(large);
        LinkLarge(large);
    }

    /// <summary>Gives a large block another size, where it is or elsewhere; what fits of its content stays.</summary>
    public byte* ResizeLarge(byte* block, int size)
    {
        LargeBlock* large = LargeBlock.Of(block);
        int before = large->Cost;
        int capacity = LargeBlock.CapacityFor(size);
        large = (LargeBlock*)NativeMemory.Realloc(large, (nuint)(capacity + LargeBlock.HeaderBytes));
        large->Capacity = capacity;
        if (large->Previous == null)
            _large = large;
        else
            large->Previous->Next = large;
        if (large->Next != null)
            large->Next->Previous = large;
        CountLarge(large->Cost - before);
        return (byte*)large + LargeBlock.HeaderBytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FreeLarge(byte* block)
    {
        LargeBlock* large = LargeBlock.Of(block);
        UnlinkLarge(large);
        large->Canary = 0;
        FillFreed(block, large->Capacity);
        NativeMemory.Free(large);
    }

    private void LinkLarge(LargeBlock* large)
    {
        large->Previous = null;
        large->Next = _large;
        if (_large != null)
            _large->Previous = large;
        _large = large;
        CountLarge(large->Cost);
        Blocks++;
    }

    private void UnlinkLarge(LargeBlock* large)
    {
        if (large->Canary != LargeBlock.CanaryValue)
            throw new InvalidOperationException("A large block was freed twice, or something wrote in front of it.");
        if (large->Previous == null)
            _large = large->Next;
        else
            large->Previous->Next = large->Next;
        if (large->Next != null)
            large->Next->Previous = large->Previous;
        CountLarge(-large->Cost);
        Blocks--;
        if (Blocks == 0 && _partial is not null)
            ReturnEmptyPages();
    }

    private void CountLarge(long bytes)
    {
        UsedBytes += bytes;
        HeldBytes += bytes;
        LargeBytes += bytes;
    }

    [Conditional("DEBUG")]
    private static void FillFreed(byte* block, int size)
    {
        if (!IsLarge(block) && IsFilled(block, size) && IsFree(block))
            throw new InvalidOperationException("A block was freed twice.");
        new Span<byte>(block, size).Fill(FreedFill);
    }

    [Conditional("DEBUG")]
    private static void CheckUntouchedSinceFree(byte* block, int size)
    {
        if (!IsFilled(block, size))
            throw new InvalidOperationException("Something wrote to a block after it was freed.");
    }

    // Bytes may look freed by chance; the chain of the page's free blocks knows.
    private static bool IsFree(byte* block)
    {
        byte* page = (byte*)HeapPage.Of(block);
        for (int offset = ((HeapPage*)page)->FirstFree; offset != 0; offset = *(ushort*)(page + offset))
        {
            if (page + offset == block)
                return true;
        }

        return false;
    }

    // The first two bytes hold the chain of free blocks.
    private static bool IsFilled(byte* block, int size) =>
        new Span<byte>(block + 2, size - 2).IndexOfAnyExcept(FreedFill) < 0;

    /// <summary>What stands in front of a large block: its neighbours, so that all can be freed at once, and its size.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct LargeBlock
    {
        public const int HeaderBytes = 28;
        public const uint CanaryValue = 0xCAC4E570;

        // What the C library keeps for itself beside each block.
        private const int LibraryBytes = 8;

        public LargeBlock* Next;
        public LargeBlock* Previous;
        public int Capacity;
        public uint Canary;
        private readonly uint _padding;

        public readonly int Cost => Capacity + HeaderBytes + LibraryBytes;

        public static LargeBlock* Of(byte* block) => (LargeBlock*)(block - HeaderBytes);

        // Rounded so that the C library's 16-byte steps are used to the last byte.
        public static int CapacityFor(int size) =>
            ((size + HeaderBytes + LibraryBytes + 15) & ~15) - HeaderBytes - LibraryBytes;
    }
}
