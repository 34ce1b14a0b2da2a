using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CacheStorm.Host.Storage.Table;

/// <summary>
/// One bucket: a cache line of eight slots. A slot is a record's address in the lower 48 bits and 16 bits of its key's
/// hash above; zero is an empty slot. Stateless; the buckets belong to a <see cref="SegmentTable"/>.
/// </summary>
internal static unsafe class Bucket
{
    public const int Slots = 8;
    public const int TagShift = 48;
    public const ulong AddressMask = (1UL << TagShift) - 1;

    private const uint AllSlots = (1u << Slots) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Slot(byte* record, uint tag) => (ulong)record | (ulong)tag << TagShift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* RecordOf(ulong slot) => (byte*)(slot & AddressMask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(ulong slot) => (uint)(slot >> TagShift);

    /// <summary>
    /// A bit for each slot that carries the tag. Empty slots look like tag 0, so a reader skips those of them that it
    /// meets; <paramref name="empty"/> has a bit for each empty slot.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Match(ulong* bucket, uint tag, out uint empty)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<ulong> slots = Vector512.Load(bucket);
            empty = (uint)Vector512.Equals(slots, Vector512<ulong>.Zero).ExtractMostSignificantBits();
            return (uint)Vector512.Equals(slots >>> TagShift, Vector512.Create((ulong)tag)).ExtractMostSignificantBits()
                & ~empty;
        }

        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<ulong> wanted = Vector256.Create((ulong)tag);
            Vector256<ulong> low = Vector256.Load(bucket);
            Vector256<ulong> high = Vector256.Load(bucket + 4);
            empty = Vector256.Equals(low, Vector256<ulong>.Zero).ExtractMostSignificantBits()
                | Vector256.Equals(high, Vector256<ulong>.Zero).ExtractMostSignificantBits() << 4;
            return (Vector256.Equals(low >>> TagShift, wanted).ExtractMostSignificantBits()
                | Vector256.Equals(high >>> TagShift, wanted).ExtractMostSignificantBits() << 4) & ~empty;
        }

        return MatchOneByOne(bucket, tag, out empty);
    }

    /// <summary>A bit for each empty slot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Empty(ulong* bucket)
    {
        if (Vector512.IsHardwareAccelerated)
            return (uint)Vector512.Equals(Vector512.Load(bucket), Vector512<ulong>.Zero).ExtractMostSignificantBits();
        _ = Match(bucket, 0, out uint empty);
        return empty;
    }

    public static uint Occupied(ulong* bucket) => ~Empty(bucket) & AllSlots;

    private static uint MatchOneByOne(ulong* bucket, uint tag, out uint empty)
    {
        uint matches = 0;
        empty = 0;
        for (int i = 0; i < Slots; i++)
        {
            ulong slot = bucket[i];
            if (slot == 0)
                empty |= 1u << i;
            else if (slot >> TagShift == tag)
                matches |= 1u << i;
        }

        return matches;
    }
}
