using System.Buffers.Binary;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// The frame of a value, as Redis lays it out in a string: "HYLL", one byte for the form of the registers, three unused, the last
/// estimate in eight bytes (little endian; the highest bit set: stale), then the registers.
/// </summary>
internal static class HllFormat
{
    /// <summary>2^14 registers, chosen by the low 14 bits of an element's hash.</summary>
    public const int Registers = 1 << RegisterBits;
    public const int RegisterBits = 14;

    /// <summary>Bits of the hash in which the first 1 is looked for; ranks go to one more.</summary>
    public const int RankBits = 64 - RegisterBits;

    /// <summary>Bytes in front of the registers.</summary>
    public const int HeaderBytes = 16;
    /// <summary>The length of a value in the dense form.</summary>
    public const int DenseBytes = HeaderBytes + DenseRegisters.Bytes;

    public const byte Dense = 0;
    public const byte Sparse = 1;

    private const int FormAt = 4;
    private const int EstimateAt = 8;
    private const int StaleAt = 15;
    private const byte StaleBit = 0x80;

    private static ReadOnlySpan<byte> Magic => "HYLL"u8;

    /// <summary>True for a string that begins as a value does and, if dense, has the length. What stands in a sparse one shows when it is read.</summary>
    public static bool IsFramed(ReadOnlySpan<byte> value) =>
        value.Length >= HeaderBytes && value.StartsWith(Magic)
        && (value[FormAt] == Sparse || (value[FormAt] == Dense && value.Length == DenseBytes));

    /// <summary>True for the sparse form.</summary>
    /// <param name="value">A framed value.</param>
    public static bool IsSparse(ReadOnlySpan<byte> value) => value[FormAt] == Sparse;

    /// <summary>The estimate that was kept, unless an element came since.</summary>
    public static bool TryGetEstimate(ReadOnlySpan<byte> value, out long estimate)
    {
        estimate = BinaryPrimitives.ReadInt64LittleEndian(value[EstimateAt..]);
        return estimate >= 0;
    }

    /// <summary>Keeps an estimate.</summary>
    public static void SetEstimate(Span<byte> value, long estimate) => BinaryPrimitives.WriteInt64LittleEndian(value[EstimateAt..], estimate);

    /// <summary>Says that the kept estimate is no longer right.</summary>
    public static void MakeStale(Span<byte> value) => value[StaleAt] |= StaleBit;

    /// <summary>Writes the header of an empty value.</summary>
    /// <param name="value">At least the header.</param>
    /// <param name="form">Dense or sparse.</param>
    public static void WriteHeader(Span<byte> value, byte form)
    {
        value[..HeaderBytes].Clear();
        Magic.CopyTo(value);
        SetForm(value, form);
    }

    /// <summary>Sets the form, leaving the rest of the header as it is.</summary>
    public static void SetForm(Span<byte> value, byte form) => value[FormAt] = form;
}
