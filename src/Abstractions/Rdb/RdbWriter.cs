using System.Buffers;
using System.Buffers.Binary;

namespace CacheStorm;

/// <summary>Writes the primitives of Redis' RDB format into a growing buffer. Not thread-safe; use again after <see cref="Clear"/>.</summary>
public sealed partial class RdbWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Empty again.</summary>
    public void Clear() => _buffer.ResetWrittenCount();

    /// <summary>One byte.</summary>
    /// <param name="value">The byte.</param>
    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Bytes as they are.</summary>
    /// <param name="value">The bytes.</param>
    public void Raw(ReadOnlySpan<byte> value) => _buffer.Write(value);

    /// <summary>A length in 1, 2, 5 or 9 bytes.</summary>
    /// <param name="value">The length.</param>
    public void Length(ulong value)
    {
        if (value < 1 << 6)
        {
            Byte((byte)value);
        }
        else if (value < 1 << 14)
        {
            Byte((byte)(0x40 | (value >> 8)));
            Byte((byte)value);
        }
        else if (value <= uint.MaxValue)
        {
            Byte(0x80);
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), (uint)value);
            _buffer.Advance(4);
        }
        else
        {
            Byte(0x81);
            BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
            _buffer.Advance(8);
        }
    }

    /// <summary>A binary double.</summary>
    /// <param name="value">The number.</param>
    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    /// <summary>A 64-bit integer, little-endian.</summary>
    /// <param name="value">The number.</param>
    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }
}
