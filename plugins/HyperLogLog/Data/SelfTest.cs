using System.Buffers.Binary;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// PFSELFTEST: registers keep what is stored in them, both forms agree, and the estimate is as good as theory says. Takes some
/// milliseconds.
/// </summary>
internal static class SelfTest
{
    private const int Rounds = 20;
    private const int Elements = 1_000_000;

    // The relative standard error is 1.04 / sqrt(m); six of them are as good as never.
    private const double MaxError = 6 * 1.04 / 128;

    /// <summary>Runs it.</summary>
    /// <returns>What failed; empty: nothing.</returns>
    public static ReadOnlySpan<byte> Run()
    {
        byte[] dense = new byte[HllFormat.DenseBytes];
        HllFormat.WriteHeader(dense, HllFormat.Dense);
        if (!KeepsRegisters(dense.AsSpan(HllFormat.HeaderBytes)))
            return HyperLogLogErrors.RegisterTestFailed;
        dense.AsSpan(HllFormat.HeaderBytes).Clear();
        if (!FormsAgree())
            return HyperLogLogErrors.FormTestFailed;
        return EstimatesWell(dense.AsSpan(HllFormat.HeaderBytes)) ? default : HyperLogLogErrors.EstimateTestFailed;
    }

    private static bool KeepsRegisters(Span<byte> dense)
    {
        var random = new Random(1);
        byte[] expected = new byte[HllFormat.Registers];
        byte[] unpacked = new byte[HllFormat.Registers];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] = (byte)random.Next(64);
                DenseRegisters.Set(dense, i, expected[i]);
            }
            for (int i = 0; i < expected.Length; i++)
            {
                if (DenseRegisters.Get(dense, i) != expected[i])
                    return false;
            }
            DenseRegisters.Unpack(dense, unpacked);
            if (!unpacked.AsSpan().SequenceEqual(expected))
                return false;
        }
        return true;
    }

    private static bool FormsAgree()
    {
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        byte[] expected = new byte[HllFormat.Registers];
        byte[] unpacked = new byte[HllFormat.Registers];
        HllDraft draft = HllDraft.BeginEmpty();
        for (ulong i = 0; i < 2000; i++)
        {
            ElementHash hash = HashOf(i, element);
            expected[hash.Register] = Math.Max(expected[hash.Register], (byte)hash.Rank);
            if (draft.Raise(hash, sparseMaxBytes: 3000) == RegisterChange.Broken)
                return false;
        }
        return RegisterMaximum.TryUnpack(draft.Value, unpacked) && unpacked.AsSpan().SequenceEqual(expected);
    }

    private static bool EstimatesWell(Span<byte> dense)
    {
        Span<byte> element = stackalloc byte[sizeof(ulong)];
        byte[] unpacked = new byte[HllFormat.Registers];
        int checkpoint = 1;
        for (int i = 1; i <= Elements; i++)
        {
            ElementHash hash = HashOf((ulong)i, element);
            if (DenseRegisters.Get(dense, hash.Register) < hash.Rank)
                DenseRegisters.Set(dense, hash.Register, hash.Rank);
            if (i != checkpoint)
                continue;

            checkpoint *= 10;
            DenseRegisters.Unpack(dense, unpacked);
            var histogram = new RegisterHistogram();
            histogram.Add(unpacked);
            if (Math.Abs(histogram.Estimate() - i) > Math.Max(1, MaxError * i))
                return false;
        }
        return true;
    }

    private static ElementHash HashOf(ulong number, Span<byte> element)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(element, number);
        return ElementHash.Of(element);
    }
}
