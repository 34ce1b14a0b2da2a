using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CacheStorm.Host.Storage.Table;

/// <summary>Cache-line prefetch where the processor has it; the address may be any.</summary>
internal static unsafe class Prefetching
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
