using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.Sets;

/// <summary>
/// Redis' intset: how many bytes an integer takes (2, 4 or 8), how many there are, then the integers themselves, ascending and
/// little-endian. These methods work on the bytes of one; room for growth is the caller's affair. Holds no state.
/// </summary>
internal static class IntegerSet
{
    public const int HeaderLength = 8;

    public static int Width(ReadOnlySpan<byte> set) => BinaryPrimitives.ReadInt32LittleEndian(set);

    public static int Count(ReadOnlySpan<byte> set) => BinaryPrimitives.ReadInt32LittleEndian(set[sizeof(int)..]);

    public static int LengthOf(ReadOnlySpan<byte> set) => HeaderLength + Count(set) * Width(set);

    /// <summary>The bytes that an integer needs.</summary>
    public static int WidthOf(long value) => value switch
    {
        >= short.MinValue and <= short.MaxValue => 2,
        >= int.MinValue and <= int.MaxValue => 4,
        _ => 8,
    };

    public static void WriteHeader(Span<byte> set, int width, int count)
    {
        BinaryPrimitives.WriteInt32LittleEndian(set, width);
        BinaryPrimitives.WriteInt32LittleEndian(set[sizeof(int)..], count);
    }

    public static long ValueAt(ReadOnlySpan<byte> set, int index) => Read(set, Width(set), index);

    /// <summary>Finds an integer.</summary>
    /// <param name="set">The set.</param>
    /// <param name="value">The integer.</param>
    /// <param name="index">Where it is, or would be.</param>
    public static bool TryFind(ReadOnlySpan<byte> set, long value, out int index)
    {
        int width = Width(set);
        int low = 0;
        int high = Count(set) - 1;

        // Who counts upwards is spared the search.
        if (high >= 0 && value > Read(set, width, high))
            low = high + 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            long there = Read(set, width, middle);
            if (there == value)
            {
                index = middle;
                return true;
            }

            if (there < value)
                low = middle + 1;
            else
                high = middle - 1;
        }

        index = low;
        return false;
    }

    /// <summary>How much longer the set gets by an integer.</summary>
    public static int GrowthBy(ReadOnlySpan<byte> set, long value)
    {
        int width = Width(set);
        int needed = Math.Max(width, WidthOf(value));
        return needed + Count(set) * (needed - width);
    }

    /// <summary>Inserts an integer that is not there.</summary>
    /// <param name="set">The set, with <see cref="GrowthBy"/> bytes of room behind.</param>
    /// <param name="index">Its place, from <see cref="TryFind"/>.</param>
    /// <param name="value">The integer.</param>
    public static void Insert(Span<byte> set, int index, long value)
    {
        int count = Count(set);
        int width = Width(set);
        if (WidthOf(value) > width)
            width = Widen(set, WidthOf(value));
        int place = HeaderLength + index * width;
        set[place..(HeaderLength + count * width)].CopyTo(set[(place + width)..]);
        Write(set, width, index, value);
        WriteHeader(set, width, count + 1);
    }

    /// <summary>Removes the integer at a place. The width stays, as in Redis.</summary>
    public static void Remove(Span<byte> set, int index)
    {
        int count = Count(set);
        int width = Width(set);
        int place = HeaderLength + index * width;
        set[(place + width)..(HeaderLength + count * width)].CopyTo(set[place..]);
        WriteHeader(set, width, count - 1);
    }

    /// <summary>Fills a set.</summary>
    /// <param name="set">Room for all of them.</param>
    /// <param name="values">Ascending, each once.</param>
    /// <param name="width">The bytes that the widest of them needs.</param>
    public static void Fill(Span<byte> set, ReadOnlySpan<long> values, int width)
    {
        for (int i = 0; i < values.Length; i++)
            Write(set, width, i, values[i]);
        WriteHeader(set, width, values.Length);
    }

    /// <summary>Writes the integer of a place.</summary>
    public static void Write(Span<byte> set, int width, int index, long value)
    {
        Span<byte> place = set[(HeaderLength + index * width)..];
        if (width == 2)
            BinaryPrimitives.WriteInt16LittleEndian(place, (short)value);
        else if (width == 4)
            BinaryPrimitives.WriteInt32LittleEndian(place, (int)value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(place, value);
    }

    /// <summary>Checks bytes from outside all the way through: lengths, order, no integer twice, not empty.</summary>
    public static bool IsValid(ReadOnlySpan<byte> set)
    {
        if (set.Length < HeaderLength || Width(set) is not (2 or 4 or 8))
            return false;
        int count = Count(set);
        if (count <= 0 || (long)count * Width(set) != set.Length - HeaderLength)
            return false;
        for (int i = 1; i < count; i++)
        {
            if (ValueAt(set, i - 1) >= ValueAt(set, i))
                return false;
        }

        return true;
    }

    /// <summary>The integer of a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read(ReadOnlySpan<byte> set, int width, int index)
    {
        ReadOnlySpan<byte> place = set[(HeaderLength + index * width)..];
        return width switch
        {
            2 => BinaryPrimitives.ReadInt16LittleEndian(place),
            4 => BinaryPrimitives.ReadInt32LittleEndian(place),
            _ => BinaryPrimitives.ReadInt64LittleEndian(place),
        };
    }

    private static int Widen(Span<byte> set, int width)
    {
        int old = Width(set);
        for (int i = Count(set) - 1; i >= 0; i--)
            Write(set, width, i, Read(set, old, i));
        return width;
    }
}
