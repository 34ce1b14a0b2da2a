using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm;

/// <summary>
/// How a handle becomes bytes: the one thing of the store's memory that is known on this side, so that a look into a block is a few
/// instructions in the type's own code instead of a call. The store lays the memory out and keeps it alive; <see cref="NativeBlocks"/> has
/// made sure that the root is still the entry's before it comes here.
/// </summary>
/// <remarks>
/// The root is the address of a table, or 0. A table begins with the number of its places, a place for each handle from 1 on follows its
/// header: the address of a block, or an odd number when the handle is void. A block begins with its length.
/// </remarks>
internal static class BlockLayout
{
    /// <summary>The bytes of a table before its places.</summary>
    internal const int TableHeaderBytes = 16;

    /// <summary>The bytes of a block before its content.</summary>
    internal const int BlockHeaderBytes = sizeof(int);

    /// <summary>A block's bytes.</summary>
    /// <param name="root">Where the entry's root is.</param>
    /// <param name="handle">Any number.</param>
    /// <param name="block">The bytes, when there is such a block.</param>
    /// <returns>False when the handle is void.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryResolve(nint root, long handle, out Span<byte> block)
    {
        nint table = Unsafe.ReadUnaligned<nint>(ref Unsafe.As<nint, byte>(ref At<nint>(root)));
        if (table != 0 && (ulong)(handle - 1) < (uint)At<int>(table))
        {
            nint place = At<nint>(table + TableHeaderBytes + (nint)(handle - 1) * sizeof(long));
            if ((place & 1) == 0)
            {
                block = MemoryMarshal.CreateSpan(ref At<byte>(place + BlockHeaderBytes), At<int>(place));
                return true;
            }
        }

        block = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At<T>(nint address) => ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), address);
}
