using System.Buffers;
using System.Buffers.Binary;

namespace CacheStorm;

/// <content>Strings, in the shortest of their forms, as Redis chooses it.</content>
public sealed partial class RdbWriter
{
    /// <summary>A string: as an integer where it is one of 32 bits, compressed where that pays, else as it is.</summary>
    /// <param name="value">The bytes.</param>
    public void String(ReadOnlySpan<byte> value)
    {
        if (value.Length <= RdbEncoding.LongestInteger && TryInteger(value))
            return;
        if (value.Length > RdbEncoding.LongestPlain && TryCompressed(value))
            return;
        Length((ulong)value.Length);
        Raw(value);
    }

    private bool TryInteger(ReadOnlySpan<byte> text)
    {
        if (!Numbers.TryParseInt64(text, out long value) || value is < int.MinValue or > int.MaxValue)
            return false;
        Span<byte> room = _buffer.GetSpan(5);
        int length;
        if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
        {
            room[0] = RdbEncoding.Mark | RdbEncoding.Int8;
            room[1] = (byte)value;
            length = 2;
        }
        else if (value is >= short.MinValue and <= short.MaxValue)
        {
            room[0] = RdbEncoding.Mark | RdbEncoding.Int16;
            BinaryPrimitives.WriteInt16LittleEndian(room[1..], (short)value);
            length = 3;
        }
        else
        {
            room[0] = RdbEncoding.Mark | RdbEncoding.Int32;
            BinaryPrimitives.WriteInt32LittleEndian(room[1..], (int)value);
            length = 5;
        }
        _buffer.Advance(length);
        return true;
    }

    private bool TryCompressed(ReadOnlySpan<byte> value)
    {
        // Four bytes must be saved at least.
        byte[] scratch = ArrayPool<byte>.Shared.Rent(value.Length - 4);
        int length = Lzf.Compress(value, scratch.AsSpan(0, value.Length - 4));
        if (length > 0)
        {
            Byte(RdbEncoding.Mark | RdbEncoding.Compressed);
            Length((ulong)length);
            Length((ulong)value.Length);
            Raw(scratch.AsSpan(0, length));
        }
        ArrayPool<byte>.Shared.Return(scratch);
        return length > 0;
    }
}
