using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// The header at the start of each 4 KiB page of a heap. Blocks of one size stand packed against the page's end, so that
/// sizes of a power of two lie on their own boundaries; free blocks are chained by their offsets.
/// Owned by one <see cref="ShardHeap"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HeapPage
{
    public const int Bytes = 4096;
    public const int HeaderBytes = 24;

    public HeapPage* Next;
    public HeapPage* Previous;

    /// <summary>Offset of the first block that was freed; 0 when there is none.</summary>
    public ushort FirstFree;

    /// <summary>Offset of the first block that was never used; <see cref="Bytes"/> when there is none.</summary>
    public ushort Untouched;

    public ushort Live;

    public ushort Class;

    public static HeapPage* Of(byte* block) => (HeapPage*)((nint)block & ~(nint)(Bytes - 1));

    public static int Capacity(int blockSize) => (Bytes - HeaderBytes) / blockSize;
}
