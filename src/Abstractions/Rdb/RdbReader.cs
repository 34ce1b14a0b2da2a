using System.Buffers.Binary;

namespace CacheStorm;

/// <summary>Reads the primitives of Redis' RDB format. Broken input makes a method return false, never throw.</summary>
/// <param name="input">The bytes.</param>
public ref partial struct RdbReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>One byte.</summary>
    /// <param name="value">The byte.</param>
    public bool TryByte(out byte value)
    {
        value = 0;
        if (!TryRaw(1, out ReadOnlySpan<byte> bytes))
            return false;
        value = bytes[0];
        return true;
    }

    /// <summary>Bytes as they are.</summary>
    /// <param name="count">How many.</param>
    /// <param name="value">The bytes.</param>
    public bool TryRaw(int count, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (count < 0 || count > _rest.Length)
            return false;
        value = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    /// <summary>A length.</summary>
    /// <param name="value">The length.</param>
    public bool TryLength(out ulong value) => TryLength(out value, out bool encoded) && !encoded;

    /// <summary>A binary double.</summary>
    /// <param name="value">The number.</param>
    public bool TryDouble(out double value)
    {
        value = 0;
        if (!TryRaw(8, out ReadOnlySpan<byte> bytes))
            return false;
        value = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        return true;
    }

    /// <summary>A 64-bit integer, little-endian.</summary>
    /// <param name="value">The number.</param>
    public bool TryInt64(out long value)
    {
        value = 0;
        if (!TryRaw(8, out ReadOnlySpan<byte> bytes))
            return false;
        value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return true;
    }

    private bool TryLength(out ulong value, out bool encoded)
    {
        value = 0;
        encoded = false;
        if (!TryByte(out byte first))
            return false;
        ReadOnlySpan<byte> bytes;
        switch (first >> 6)
        {
            case 0:
                value = (ulong)(first & 0x3F);
                return true;
            case 1:
                if (!TryByte(out byte second))
                    return false;
                value = ((ulong)(first & 0x3F) << 8) | second;
                return true;
            case 3:
                value = (ulong)(first & 0x3F);
                encoded = true;
                return true;
            default:
                if (first == 0x80 && TryRaw(4, out bytes))
                {
                    value = BinaryPrimitives.ReadUInt32BigEndian(bytes);
                    return true;
                }
                if (first == 0x81 && TryRaw(8, out bytes))
                {
                    value = BinaryPrimitives.ReadUInt64BigEndian(bytes);
                    return true;
                }
                return false;
        }
    }
}
