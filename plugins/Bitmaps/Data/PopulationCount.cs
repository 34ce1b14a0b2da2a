using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>
/// Counts the bits that are set. With AVX2 each half of a byte looks its count up in a register (Muła, Kurz, Lemire: "Faster
/// Population Counts Using AVX2 Instructions", 2018); ARM counts bytes by itself; elsewhere a machine word is counted at a time.
/// </summary>
internal static class PopulationCount
{
    // A byte's sum grows by at most 8 a vector: it holds 31 of them.
    private const int VectorsPerSum = 31;

    /// <summary>How many bits are set in the bytes.</summary>
    public static long Of(ReadOnlySpan<byte> bytes)
    {
        long count = 0;
        if (Avx2.IsSupported && bytes.Length >= 4 * Vector256<byte>.Count)
        {
            ReadOnlySpan<Vector256<byte>> vectors = MemoryMarshal.Cast<byte, Vector256<byte>>(bytes);
            count = ByLookup(vectors);
            bytes = bytes[(vectors.Length * Vector256<byte>.Count)..];
        }
        else if (AdvSimd.Arm64.IsSupported && bytes.Length >= 4 * Vector128<byte>.Count)
        {
            ReadOnlySpan<Vector128<byte>> vectors = MemoryMarshal.Cast<byte, Vector128<byte>>(bytes);
            count = ByByte(vectors);
            bytes = bytes[(vectors.Length * Vector128<byte>.Count)..];
        }

        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            count += BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes)
            count += BitOperations.PopCount(one);
        return count;
    }

    /// <summary>How many bits are set within a range of a string's bits.</summary>
    /// <param name="bytes">The string.</param>
    /// <param name="range">The range; not empty, within the string.</param>
    public static long Of(ReadOnlySpan<byte> bytes, BitRange range)
    {
        int first = (int)(range.First >> 3);
        int last = (int)(range.Last >> 3);
        uint before = bytes[first] & ~(0xFFu >> (int)(range.First & 7));
        uint behind = bytes[last] & (0x7Fu >> (int)(range.Last & 7));
        return Of(bytes[first..(last + 1)]) - BitOperations.PopCount(before) - BitOperations.PopCount(behind);
    }

    private static long ByLookup(ReadOnlySpan<Vector256<byte>> vectors)
    {
        Vector128<byte> half = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector256<byte> counts = Vector256.Create(half, half);
        Vector256<byte> low = Vector256.Create((byte)0x0F);
        Vector256<ulong> total = default;
        while (!vectors.IsEmpty)
        {
            ReadOnlySpan<Vector256<byte>> some = vectors[..Math.Min(VectorsPerSum, vectors.Length)];
            Vector256<byte> sums = default;
            foreach (Vector256<byte> vector in some)
            {
                sums += Avx2.Shuffle(counts, vector & low);
                sums += Avx2.Shuffle(counts, (vector.AsUInt16() >> 4).AsByte() & low);
            }
            total += Avx2.SumAbsoluteDifferences(sums, Vector256<byte>.Zero).AsUInt64();
            vectors = vectors[some.Length..];
        }
        return (long)Vector256.Sum(total);
    }

    private static long ByByte(ReadOnlySpan<Vector128<byte>> vectors)
    {
        long total = 0;
        while (!vectors.IsEmpty)
        {
            ReadOnlySpan<Vector128<byte>> some = vectors[..Math.Min(VectorsPerSum, vectors.Length)];
            Vector128<byte> sums = default;
            foreach (Vector128<byte> vector in some)
                sums += AdvSimd.PopCount(vector);
            total += AdvSimd.Arm64.AddAcrossWidening(sums).ToScalar();
            vectors = vectors[some.Length..];
        }
        return total;
    }
}
