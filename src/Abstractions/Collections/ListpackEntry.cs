using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>
/// One entry in the form of Redis' listpack: a tag that says number or bytes and how long, the data, and its own length once more
/// behind it, so that entries can be walked from either end. Good for any run of entries, with or without a listpack's header.
/// Positions given to it must be those of entries; a run from outside is checked first (<see cref="Listpack.IsValid"/>).
/// </summary>
public static class ListpackEntry
{
    private const byte Int13Tag = 0xC0;
    private const byte Text12Tag = 0xE0;
    private const byte Text32Tag = 0xF0;
    private const byte Int16Tag = 0xF1;
    private const byte Int24Tag = 0xF2;
    private const byte Int32Tag = 0xF3;
    private const byte Int64Tag = 0xF4;

    /// <summary>The bytes that an element takes as an entry.</summary>
    /// <param name="element">The element's text.</param>
    public static int SizeOf(ReadOnlySpan<byte> element) =>
        Numbers.TryParseInt64(element, out long number) ? SizeOf(number) : WithBackLength(TextSize(element.Length));

    /// <summary>The bytes that a number takes as an entry.</summary>
    /// <param name="number">The number.</param>
    public static int SizeOf(long number) => NumberSize(number) + 1;

    /// <summary>The bytes that an element takes as an entry.</summary>
    /// <param name="element">The element.</param>
    public static int SizeOf(PackedElement element) =>
        element.IsNumber ? SizeOf(element.Number) : SizeOf(element.Bytes);

    /// <summary>Writes an element as an entry.</summary>
    /// <param name="target">At least <see cref="SizeOf(ReadOnlySpan{byte})"/> bytes.</param>
    /// <param name="element">The element's text; a number's text is stored as the number.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> target, ReadOnlySpan<byte> element)
    {
        if (Numbers.TryParseInt64(element, out long number))
            return Write(target, number);
        int length = element.Length;
        int head;
        if (length < 64)
        {
            target[0] = (byte)(0x80 | length);
            head = 1;
        }
        else if (length < 4096)
        {
            target[0] = (byte)(Text12Tag | length >> 8);
            target[1] = (byte)length;
            head = 2;
        }
        else
        {
            target[0] = Text32Tag;
            BinaryPrimitives.WriteInt32LittleEndian(target[1..], length);
            head = 5;
        }

        element.CopyTo(target[head..]);
        return head + length + WriteBackLength(target[(head + length)..], head + length);
    }

    /// <summary>Writes a number as an entry.</summary>
    /// <param name="target">At least <see cref="SizeOf(long)"/> bytes.</param>
    /// <param name="number">The number.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> target, long number)
    {
        int size = NumberSize(number);
        switch (size)
        {
            case 1:
                target[0] = (byte)number;
                break;
            case 2:
                target[0] = (byte)(Int13Tag | (number >> 8 & 0x1F));
                target[1] = (byte)number;
                break;
            case 3:
                target[0] = Int16Tag;
                BinaryPrimitives.WriteInt16LittleEndian(target[1..], (short)number);
                break;
            case 4:
                target[0] = Int24Tag;
                target[1] = (byte)number;
                BinaryPrimitives.WriteInt16LittleEndian(target[2..], (short)(number >> 8));
                break;
            case 5:
                target[0] = Int32Tag;
                BinaryPrimitives.WriteInt32LittleEndian(target[1..], (int)number);
                break;
            default:
                target[0] = Int64Tag;
                BinaryPrimitives.WriteInt64LittleEndian(target[1..], number);
                break;
        }

        target[size] = (byte)size;
        return size + 1;
    }

    /// <summary>Writes an element as an entry.</summary>
    /// <param name="target">At least <see cref="SizeOf(PackedElement)"/> bytes.</param>
    /// <param name="element">The element.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> target, PackedElement element) =>
        element.IsNumber ? Write(target, element.Number) : Write(target, element.Bytes);

    /// <summary>Reads the entry at a position.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="position">Where the entry begins.</param>
    /// <param name="next">Where the next one begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedElement Read(ReadOnlySpan<byte> entries, int position, out int next)
    {
        byte tag = entries[position];
        if ((tag & 0xC0) == 0x80)
        {
            int length = tag & 0x3F;
            next = position + length + 2;
            return new PackedElement(entries.Slice(position + 1, length));
        }

        if (tag < 0x80)
        {
            next = position + 2;
            return new PackedElement(tag);
        }

        return ReadLonger(entries, position, tag, out next);
    }

    /// <summary>True when an entry's first byte tells that it is not an element: a short text of another length, a small number where none is looked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool CannotBe(byte tag, int length, bool isNumber) =>
        (tag & 0xC0) == 0x80 ? (tag & 0x3F) != length : tag < 0x80 && !isNumber;

    /// <summary>Where the entry behind the one at a position begins.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="position">Where an entry begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> entries, int position)
    {
        byte tag = entries[position];
        if ((tag & 0xC0) == 0x80)
            return position + (tag & 0x3F) + 2;
        return tag < 0x80 ? position + 2 : position + WithBackLength(SizeAt(entries, position));
    }

    /// <summary>Where the entry begins that ends right before a position.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="position">Where an entry begins, or the end of all; not the begin of the first one.</param>
    public static int Previous(ReadOnlySpan<byte> entries, int position)
    {
        int at = position - 1;
        int size = entries[at] & 0x7F;
        for (int shift = 7; (entries[at] & 0x80) != 0; shift += 7)
            size |= (entries[--at] & 0x7F) << shift;
        return at - size;
    }

    /// <summary>
    /// Checks the entry at a position in bytes from outside.
    /// </summary>
    /// <param name="entries">The bytes.</param>
    /// <param name="position">Where an entry should begin.</param>
    /// <param name="next">Where the next one begins, when it is good.</param>
    /// <returns>False when it is none, or reaches beyond the end.</returns>
    public static bool TryCheck(ReadOnlySpan<byte> entries, int position, out int next)
    {
        next = 0;
        if ((uint)position >= (uint)entries.Length)
            return false;
        byte tag = entries[position];
        if (tag > Int64Tag)
            return false;
        int head = tag >= Text12Tag && tag < Text32Tag ? 2 : tag == Text32Tag ? 5 : 1;
        if (entries.Length - position < head)
            return false;
        if (tag == Text32Tag && BinaryPrimitives.ReadUInt32LittleEndian(entries[(position + 1)..]) > int.MaxValue - 16)
            return false;
        int size = SizeAt(entries, position);
        int back = BackLengthSize(size);
        if (entries.Length - position - back < size)
            return false;
        next = position + size + back;
        return Previous(entries[..next], next, position, size);
    }

    private static bool Previous(ReadOnlySpan<byte> entries, int end, int position, int size)
    {
        Span<byte> expected = stackalloc byte[5];
        int back = WriteBackLength(expected, size);
        return end - position - size == back && entries[(end - back)..end].SequenceEqual(expected[..back]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PackedElement ReadLonger(ReadOnlySpan<byte> entries, int position, byte tag, out int next)
    {
        int size = SizeAt(entries, position);
        next = position + WithBackLength(size);
        ReadOnlySpan<byte> data = entries.Slice(position + 1, size - 1);
        return tag switch
        {
            < Text12Tag => new PackedElement((short)((tag << 8 | data[0]) << 3) >> 3),
            < Text32Tag => new PackedElement(data[1..]),
            Text32Tag => new PackedElement(data[4..]),
            Int16Tag => new PackedElement(BinaryPrimitives.ReadInt16LittleEndian(data)),
            Int24Tag => new PackedElement(BinaryPrimitives.ReadInt16LittleEndian(data[1..]) << 8 | data[0]),
            Int32Tag => new PackedElement(BinaryPrimitives.ReadInt32LittleEndian(data)),
            _ => new PackedElement(BinaryPrimitives.ReadInt64LittleEndian(data)),
        };
    }

    /// <summary>Tag and data of the entry at a position, without the length behind.</summary>
    private static int SizeAt(ReadOnlySpan<byte> entries, int position)
    {
        byte tag = entries[position];
        return tag switch
        {
            < 0x80 => 1,
            < Int13Tag => 1 + (tag & 0x3F),
            < Text12Tag => 2,
            < Text32Tag => 2 + ((tag & 0x0F) << 8 | entries[position + 1]),
            Text32Tag => 5 + BinaryPrimitives.ReadInt32LittleEndian(entries[(position + 1)..]),
            Int16Tag => 3,
            Int24Tag => 4,
            Int32Tag => 5,
            Int64Tag => 9,
            _ => throw new InvalidOperationException("There is no entry at this position."),
        };
    }

    private static int TextSize(int length) => length + (length < 64 ? 1 : length < 4096 ? 2 : 5);

    private static int NumberSize(long number) => number switch
    {
        >= 0 and <= 127 => 1,
        >= -4096 and <= 4095 => 2,
        >= short.MinValue and <= short.MaxValue => 3,
        >= -(1 << 23) and < 1 << 23 => 4,
        >= int.MinValue and <= int.MaxValue => 5,
        _ => 9,
    };

    private static int WithBackLength(int size) => size + BackLengthSize(size);

    // The largest value of each width but the first goes to the next one, as Redis does it.
    private static int BackLengthSize(int size) => size switch
    {
        <= (1 << 7) - 1 => 1,
        < (1 << 14) - 1 => 2,
        < (1 << 21) - 1 => 3,
        < (1 << 28) - 1 => 4,
        _ => 5,
    };

    private static int WriteBackLength(Span<byte> target, int size)
    {
        int bytes = BackLengthSize(size);
        for (int i = bytes - 1; i >= 0; i--, size >>= 7)
            target[i] = (byte)(size & 0x7F | (i == 0 ? 0 : 0x80));
        return bytes;
    }
}
