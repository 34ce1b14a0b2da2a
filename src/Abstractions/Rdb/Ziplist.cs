using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>
/// The packed form that Redis had before the listpack, as old payloads and snapshots still hold it: header (total bytes, place of the
/// last entry, number of entries), entries that begin with the size of the one before, an end mark. Stateless.
/// </summary>
public static class Ziplist
{
    private const int First = 10;
    private const byte LongSize = 0xFE;
    private const byte EndMark = 0xFF;
    private const ushort ManyEntries = ushort.MaxValue;

    private const byte Text14 = 0x40;
    private const byte Text32 = 0x80;
    private const byte Int16 = 0xC0;
    private const byte Int32 = 0xD0;
    private const byte Int64 = 0xE0;
    private const byte Int24 = 0xF0;
    private const byte Digit = 0xF1;
    private const byte LastDigit = 0xFD;
    private const byte Int8 = 0xFE;

    /// <summary>Checks bytes from outside all the way through and gives their elements as a listpack.</summary>
    /// <param name="ziplist">The bytes.</param>
    /// <param name="listpack">The same elements in the same order.</param>
    /// <returns>False when this is no ziplist.</returns>
    public static bool TryToListpack(ReadOnlySpan<byte> ziplist, [NotNullWhen(true)] out byte[]? listpack)
    {
        listpack = null;
        if (!TryMeasure(ziplist, out int count, out long size) || size > Array.MaxLength - Listpack.EmptyLength)
            return false;

        listpack = new byte[Listpack.EmptyLength + (int)size];
        int target = Listpack.First;
        int previous = 0;
        for (int position = First; position < ziplist.Length - 1;)
        {
            _ = TryRead(ziplist, position, previous, out PackedElement element, out int next);
            target += ListpackEntry.Write(listpack.AsSpan(target), element);
            previous = next - position;
            position = next;
        }

        Listpack.Seal(listpack, count);
        return true;
    }

    /// <summary>Walks through all entries; finds how many there are, and the bytes that they take in a listpack.</summary>
    private static bool TryMeasure(ReadOnlySpan<byte> ziplist, out int count, out long size)
    {
        count = 0;
        size = 0;
        if (ziplist.Length <= First || ziplist[^1] != EndMark || BinaryPrimitives.ReadUInt32LittleEndian(ziplist) != (uint)ziplist.Length)
            return false;

        int last = 0;
        int previous = 0;
        for (int position = First; position < ziplist.Length - 1; count++)
        {
            if (!TryRead(ziplist, position, previous, out PackedElement element, out int next))
                return false;
            size += ListpackEntry.SizeOf(element);
            previous = next - position;
            last = position;
            position = next;
        }

        if (count != 0 && BinaryPrimitives.ReadUInt32LittleEndian(ziplist[4..]) != (uint)last)
            return false;
        int stated = BinaryPrimitives.ReadUInt16LittleEndian(ziplist[8..]);
        return stated == ManyEntries || stated == count;
    }

    /// <summary>Reads an entry; false when it is broken, reaches into the end mark, or names another size for the one before it.</summary>
    private static bool TryRead(ReadOnlySpan<byte> ziplist, int position, int previous, out PackedElement element, out int next)
    {
        element = default;
        next = 0;
        ReadOnlySpan<byte> rest = ziplist[position..^1];
        int head = 1;
        if (rest[0] == LongSize)
        {
            head = 5;
            if (rest.Length <= head || BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]) != (uint)previous)
                return false;
        }
        else if (rest[0] != previous || rest.Length <= head)
        {
            return false;
        }

        rest = rest[head..];
        int size = rest[0] < Int16 ? TextSize(rest, out int start) : NumberSize(rest[0], out start);
        if (size < 0 || rest.Length - start < size)
            return false;
        element = rest[0] < Int16 ? new PackedElement(rest.Slice(start, size)) : new PackedElement(Number(rest));
        next = position + head + start + size;
        return true;
    }

    /// <summary>The length of a text and where it begins; -1 when even the length is cut off.</summary>
    private static int TextSize(ReadOnlySpan<byte> entry, out int start)
    {
        if (entry[0] < Text14)
        {
            start = 1;
            return entry[0];
        }

        if (entry[0] < Text32)
        {
            start = 2;
            return entry.Length < 2 ? -1 : (entry[0] & 0x3F) << 8 | entry[1];
        }

        start = 5;
        return entry.Length < 5 ? -1 : (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(entry[1..]), int.MaxValue);
    }

    private static int NumberSize(byte tag, out int start)
    {
        start = 1;
        return tag switch
        {
            Int8 => 1,
            Int16 => 2,
            Int24 => 3,
            Int32 => 4,
            Int64 => 8,
            >= Digit and <= LastDigit => 0,
            _ => -1,
        };
    }

    private static long Number(ReadOnlySpan<byte> entry) => entry[0] switch
    {
        Int8 => (sbyte)entry[1],
        Int16 => BinaryPrimitives.ReadInt16LittleEndian(entry[1..]),
        Int24 => BinaryPrimitives.ReadInt16LittleEndian(entry[2..]) << 8 | entry[1],
        Int32 => BinaryPrimitives.ReadInt32LittleEndian(entry[1..]),
        Int64 => BinaryPrimitives.ReadInt64LittleEndian(entry[1..]),
        _ => entry[0] - Digit,
    };
}
