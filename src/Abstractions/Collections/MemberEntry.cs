using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CacheStorm;

/// <summary>
/// The head of one entry in a bucket of a <see cref="MemberTable"/>: a varint of the member's length and two bits (mark, outlined), a
/// varint of the value's length where lengths vary; then member and value, or the handle of a block that holds both.
/// </summary>
internal readonly struct MemberEntry
{
    // To this length, member and value stand in the bucket, if the table's owner says nothing else.
    public const int LongestInline = 256;

    private const int MarkBit = 1;
    private const int OutlinedBit = 2;
    private const int LengthShift = 2;
    private const int HandleBytes = sizeof(int);

    public readonly int MemberLength;
    public readonly int ValueLength;

    /// <summary>Where the member begins, or the handle.</summary>
    public readonly int Data;

    public readonly bool IsOutlined;
    public readonly bool IsMarked;

    private MemberEntry(int memberLength, int valueLength, int data, int bits)
    {
        MemberLength = memberLength;
        ValueLength = valueLength;
        Data = data;
        IsOutlined = (bits & OutlinedBit) != 0;
        IsMarked = (bits & MarkBit) != 0;
    }

    /// <summary>Where the next entry begins.</summary>
    public int End
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Data + (IsOutlined ? HandleBytes : MemberLength + ValueLength);
    }

    public int HandleIn(ReadOnlySpan<byte> block) => MemoryMarshal.Read<int>(block[Data..]);

    public static int SizeOf(int memberLength, int valueLength, bool variable, bool outlined) =>
        VarintSize(HeadOf(memberLength, 0))
        + (variable ? VarintSize((uint)valueLength) : 0)
        + (outlined ? HandleBytes : memberLength + valueLength);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MemberEntry Read(ReadOnlySpan<byte> block, int offset, int fixedValueLength)
    {
        uint head = block[offset++];
        if (head >= 0x80)
            head = ReadLongVarint(block, ref offset, head);
        int valueLength = fixedValueLength;
        if (fixedValueLength < 0)
        {
            uint length = block[offset++];
            if (length >= 0x80)
                length = ReadLongVarint(block, ref offset, length);
            valueLength = (int)length;
        }

        return new MemberEntry((int)(head >> LengthShift), valueLength, offset, (int)head);
    }

    /// <summary>Where the entry behind the one at an offset begins: what is asked of those that are only passed by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndAt(ReadOnlySpan<byte> block, int offset, int fixedValueLength)
    {
        uint head = block[offset];
        if ((head & (0x80 | OutlinedBit)) != 0)
            return Read(block, offset, fixedValueLength).End;
        if (fixedValueLength >= 0)
            return offset + 1 + (int)(head >> LengthShift) + fixedValueLength;
        uint length = block[offset + 1];
        return length < 0x80 ? offset + 2 + (int)(head >> LengthShift) + (int)length : Read(block, offset, fixedValueLength).End;
    }

    /// <summary>Writes the head of an entry whose data is to follow.</summary>
    /// <returns>The head as it would be read.</returns>
    public static MemberEntry WriteHead(Span<byte> block, int offset, int memberLength, int valueLength, bool variable, bool outlined, bool mark)
    {
        int bits = (mark ? MarkBit : 0) | (outlined ? OutlinedBit : 0);
        WriteVarint(block, ref offset, HeadOf(memberLength, bits));
        if (variable)
            WriteVarint(block, ref offset, (uint)valueLength);
        return new MemberEntry(memberLength, valueLength, offset, bits);
    }

    public void WriteHandle(Span<byte> block, int handle) => MemoryMarshal.Write(block[Data..], in handle);

    // The bits are the lowest of the first byte.
    public static void SetMark(Span<byte> block, int offset, bool mark) =>
        block[offset] = (byte)(mark ? block[offset] | MarkBit : block[offset] & ~MarkBit);

    private static uint HeadOf(int memberLength, int bits) => (uint)memberLength << LengthShift | (uint)bits;

    private static int VarintSize(uint value)
    {
        int size = 1;
        for (; value >= 0x80; value >>= 7)
            size++;
        return size;
    }

    private static void WriteVarint(Span<byte> block, ref int offset, uint value)
    {
        for (; value >= 0x80; value >>= 7)
            block[offset++] = (byte)(value | 0x80);
        block[offset++] = (byte)value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint ReadLongVarint(ReadOnlySpan<byte> block, ref int offset, uint first)
    {
        uint value = first & 0x7F;
        for (int shift = 7; ; shift += 7)
        {
            uint next = block[offset++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
