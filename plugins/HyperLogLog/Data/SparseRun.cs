namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>The three opcodes of the sparse form.</summary>
internal enum SparseOpcode : byte
{
    /// <summary>00nnnnnn: 1 to 64 registers that are 0.</summary>
    Zero,
    /// <summary>01nnnnnn nnnnnnnn: 1 to 16,384 registers that are 0.</summary>
    LongZero,
    /// <summary>1vvvvvnn: 1 to 4 registers of a value from 1 to 32.</summary>
    Value,
}

/// <summary>A run of equal registers in the sparse form. Counts and values are written less one.</summary>
/// <param name="Opcode">How it is written.</param>
/// <param name="Count">How many registers.</param>
/// <param name="Value">What they hold.</param>
internal readonly record struct SparseRun(SparseOpcode Opcode, int Count, int Value)
{
    /// <summary>The greatest value that the form can hold.</summary>
    public const int MaxValue = 32;
    /// <summary>The most registers of a value in one run.</summary>
    public const int MaxValueCount = 4;

    private const int MaxShortZeros = 64;

    /// <summary>How many bytes it takes.</summary>
    public int Size => Opcode == SparseOpcode.LongZero ? 2 : 1;

    /// <summary>Reads the run at a position. The second byte of one that is cut off counts as 0.</summary>
    public static SparseRun At(ReadOnlySpan<byte> value, int position)
    {
        byte first = value[position];
        if ((first & 0x80) != 0)
            return new SparseRun(SparseOpcode.Value, (first & 0x3) + 1, (first >> 2 & 0x1F) + 1);
        if ((first & 0x40) == 0)
            return new SparseRun(SparseOpcode.Zero, (first & 0x3F) + 1, 0);
        int second = position + 1 < value.Length ? value[position + 1] : 0;
        return new SparseRun(SparseOpcode.LongZero, ((first & 0x3F) << 8 | second) + 1, 0);
    }

    /// <summary>Writes a run of registers that are 0, in its shorter form where it fits.</summary>
    /// <returns>How many bytes.</returns>
    public static int WriteZeros(Span<byte> to, int count)
    {
        count--;
        if (count < MaxShortZeros)
        {
            to[0] = (byte)count;
            return 1;
        }
        to[0] = (byte)(0x40 | count >> 8);
        to[1] = (byte)count;
        return 2;
    }

    /// <summary>The byte of a run of registers that hold a value.</summary>
    public static byte OfValue(int value, int count) => (byte)(0x80 | value - 1 << 2 | count - 1);
}
