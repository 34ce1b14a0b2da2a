using System.Buffers.Binary;

namespace CacheStorm;

/// <summary>
/// CRC-64 with the polynomial of Jones (reflected, no inversion), the checksum of DUMP payloads and RDB files. Eight bytes a step by
/// eight tables ("slicing by 8", Kounavis and Berry 2005). Stateless; safe from any thread.
/// </summary>
public static class Crc64
{
    private const ulong ReflectedPolynomial = 0x95AC9329AC4BC9B5;

    private static readonly ulong[] s_tables = MakeTables();

    /// <summary>Goes on with a checksum.</summary>
    /// <param name="checksum">The checksum of what came before; 0 to begin.</param>
    /// <param name="bytes">The next bytes.</param>
    public static ulong Append(ulong checksum, ReadOnlySpan<byte> bytes)
    {
        ulong[] tables = s_tables;
        while (bytes.Length >= 8)
        {
            checksum ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            checksum = tables[7 * 256 + (byte)checksum]
                ^ tables[6 * 256 + (byte)(checksum >> 8)]
                ^ tables[5 * 256 + (byte)(checksum >> 16)]
                ^ tables[4 * 256 + (byte)(checksum >> 24)]
                ^ tables[3 * 256 + (byte)(checksum >> 32)]
                ^ tables[2 * 256 + (byte)(checksum >> 40)]
                ^ tables[1 * 256 + (byte)(checksum >> 48)]
                ^ tables[(byte)(checksum >> 56)];
            bytes = bytes[8..];
        }
        foreach (byte value in bytes)
            checksum = tables[(byte)checksum ^ value] ^ (checksum >> 8);
        return checksum;
    }

    private static ulong[] MakeTables()
    {
        var tables = new ulong[8 * 256];
        for (int i = 0; i < 256; i++)
        {
            ulong value = (ulong)i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ ReflectedPolynomial : value >> 1;
            tables[i] = value;
        }
        for (int i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
