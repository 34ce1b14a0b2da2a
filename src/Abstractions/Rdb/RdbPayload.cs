using System.Buffers.Binary;

namespace CacheStorm;

/// <summary>
/// The envelope of DUMP and RESTORE: a value with its type byte, the RDB version (2 bytes) and a CRC-64 over all before it (8 bytes),
/// both little-endian. Stateless.
/// </summary>
public static class RdbPayload
{
    /// <summary>The RDB version that we write, that of Redis 7.0.</summary>
    public const int Version = 10;

    /// <summary>The newest version that we read: what newer servers write of the types that we know has not changed.</summary>
    public const int NewestReadable = 12;

    private const int FooterLength = 10;

    /// <summary>Writes an entry's value with type byte, version and checksum.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="writer">Receives it; must be empty.</param>
    public static void Write(in Entry entry, RdbWriter writer)
    {
        RdbValue.Write(entry, writer);
        Seal(writer);
    }

    /// <summary>Puts version and checksum behind what was written.</summary>
    /// <param name="writer">Holds a value with its type byte, nothing else.</param>
    public static void Seal(RdbWriter writer)
    {
        writer.Byte(Version);
        writer.Byte(0);
        writer.Int64((long)Crc64.Append(0, writer.Written));
    }

    /// <summary>Checks version and checksum.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="value">The value with its type byte.</param>
    /// <returns>False when either is wrong.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (payload.Length < FooterLength)
            return false;
        ReadOnlySpan<byte> footer = payload[^FooterLength..];
        if (BinaryPrimitives.ReadUInt16LittleEndian(footer) > NewestReadable)
            return false;
        if (Crc64.Append(0, payload[..^8]) != BinaryPrimitives.ReadUInt64LittleEndian(footer[2..]))
            return false;
        value = payload[..^FooterLength];
        return true;
    }
}
