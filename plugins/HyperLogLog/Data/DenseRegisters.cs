using System.Buffers.Binary;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// Registers of six bits one behind the other, the first in the lowest bits of the first byte. Eight of them fill six bytes, which
/// are packed and unpacked as one word.
/// </summary>
internal static class DenseRegisters
{
    /// <summary>The length of all registers.</summary>
    public const int Bytes = HllFormat.Registers * Bits / 8;

    private const int Bits = 6;
    private const int Max = (1 << Bits) - 1;
    private const int GroupBytes = 6;
    private const int GroupRegisters = 8;

    /// <summary>Reads a register.</summary>
    /// <param name="dense">The registers.</param>
    /// <param name="register">Its number.</param>
    public static int Get(ReadOnlySpan<byte> dense, int register)
    {
        int bit = register * Bits;
        int index = bit >> 3;
        int value = dense[index];
        if (index + 1 < Bytes)
            value |= dense[index + 1] << 8;
        return value >> (bit & 7) & Max;
    }

    /// <summary>Writes a register.</summary>
    /// <param name="dense">The registers.</param>
    /// <param name="register">Its number.</param>
    /// <param name="value">0 to 63.</param>
    public static void Set(Span<byte> dense, int register, int value)
    {
        int bit = register * Bits;
        int index = bit >> 3;
        int shift = bit & 7;
        dense[index] = (byte)(dense[index] & ~(Max << shift) | value << shift);
        if (shift > 8 - Bits)
            dense[index + 1] = (byte)(dense[index + 1] & ~(Max >> 8 - shift) | value >> 8 - shift);
    }

    /// <summary>Writes each register into a byte of its own.</summary>
    /// <param name="dense">The registers.</param>
    /// <param name="registers">Receives them.</param>
    public static void Unpack(ReadOnlySpan<byte> dense, Span<byte> registers)
    {
        registers = registers[..HllFormat.Registers];
        int from = 0;
        for (int to = 0; to < registers.Length; to += GroupRegisters, from += GroupBytes)
        {
            ulong group = BinaryPrimitives.ReadUInt32LittleEndian(dense[from..])
                | (ulong)BinaryPrimitives.ReadUInt16LittleEndian(dense[(from + 4)..]) << 32;
            BinaryPrimitives.WriteUInt64LittleEndian(registers[to..], Spread(group));
        }
    }

    /// <summary>Packs registers of a byte each.</summary>
    /// <param name="registers">0 to 63 each.</param>
    /// <param name="dense">Receives them.</param>
    public static void Pack(ReadOnlySpan<byte> registers, Span<byte> dense)
    {
        registers = registers[..HllFormat.Registers];
        int to = 0;
        for (int from = 0; from < registers.Length; from += GroupRegisters, to += GroupBytes)
        {
            ulong group = Gather(BinaryPrimitives.ReadUInt64LittleEndian(registers[from..]));
            BinaryPrimitives.WriteUInt32LittleEndian(dense[to..], (uint)group);
            BinaryPrimitives.WriteUInt16LittleEndian(dense[(to + 4)..], (ushort)(group >> 32));
        }
    }

    // 48 bits to eight bytes in three halvings: 2 × 24, 4 × 12, 8 × 6 bits.
    private static ulong Spread(ulong group)
    {
        group = (group & 0x000000FFFFFF) | (group & 0xFFFFFF000000) << 8;
        group = (group & 0x00000FFF00000FFF) | (group & 0x00FFF00000FFF000) << 4;
        return (group & 0x003F003F003F003F) | (group & 0x0FC00FC00FC00FC0) << 2;
    }

    private static ulong Gather(ulong group)
    {
        group = (group & 0x003F003F003F003F) | (group & 0x3F003F003F003F00) >> 2;
        group = (group & 0x00000FFF00000FFF) | (group & 0x0FFF00000FFF0000) >> 4;
        return (group & 0x0000000000FFFFFF) | (group & 0x00FFFFFF00000000) >> 8;
    }
}
