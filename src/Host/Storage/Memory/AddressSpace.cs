using System.Runtime.InteropServices;

namespace CacheStorm.Host.Storage.Memory;

/// <summary>
/// Asks the operating system for aligned stretches of memory and gives them back.
/// Stateless; the pools that call it hold their own locks.
/// </summary>
internal static unsafe partial class AddressSpace
{
    private const int ProtReadWrite = 0x1 | 0x2;
    private const int MapPrivateAnonymous = 0x02 | 0x20;
    private const int AdviseDontNeed = 4;
    private const int AdviseHugePage = 14;

    /// <summary>
    /// True where returned memory stays mapped and reads as zeroes, so that a reader without a lock may look at memory
    /// that was given back a moment ago and never faults.
    /// </summary>
    public static readonly bool StaysMapped = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>A stretch of zeroed or fresh memory, aligned to its own length (a power of two).</summary>
    public static byte* Reserve(nuint length)
    {
        if (!StaysMapped)
            return (byte*)NativeMemory.AlignedAlloc(length, length);

        // Twice the length always holds one aligned stretch; what lies around it goes back at once.
        nint start = Map(0, length * 2, ProtReadWrite, MapPrivateAnonymous, -1, 0);
        if (start == -1)
            throw new OutOfMemoryException("The operating system refuses to map more memory.");
        nint aligned = (start + (nint)length - 1) & ~((nint)length - 1);
        if (aligned > start)
            _ = Unmap(start, (nuint)(aligned - start));
        nint tail = start + (nint)(length * 2) - (aligned + (nint)length);
        if (tail > 0)
            _ = Unmap(aligned + (nint)length, (nuint)tail);
        _ = Advise(aligned, length, AdviseHugePage);
        return (byte*)aligned;
    }

    /// <summary>Gives the memory back; true when the addresses stay ours and can be used again.</summary>
    public static bool Release(byte* start, nuint length)
    {
        if (!StaysMapped)
        {
            NativeMemory.AlignedFree(start);
            return false;
        }

        _ = Advise((nint)start, length, AdviseDontNeed);
        return true;
    }

    /// <summary>Lets the C library give back what its heap keeps of freed large blocks.</summary>
    public static void TrimLargeBlocks()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without malloc_trim (musl) gives memory back by itself.
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
