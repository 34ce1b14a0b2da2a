using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>
/// The packed form of a hash in very old snapshots: the number of fields, then for each field its length and bytes, the value's length,
/// the number of unused bytes behind the value, and both; an end mark. Stateless.
/// </summary>
public static class Zipmap
{
    private const byte ManyFields = 254;
    private const byte LongLength = 254;
    private const byte EndMark = 255;

    /// <summary>Checks bytes from outside all the way through and gives fields and values in turn as a listpack.</summary>
    /// <param name="zipmap">The bytes.</param>
    /// <param name="listpack">Field, value, field, value, and so on.</param>
    /// <returns>False when this is no zipmap.</returns>
    public static bool TryToListpack(ReadOnlySpan<byte> zipmap, [NotNullWhen(true)] out byte[]? listpack)
    {
        listpack = null;
        if (!TryMeasure(zipmap, out int fields, out long size) || size > Array.MaxLength - Listpack.EmptyLength)
            return false;

        listpack = new byte[Listpack.EmptyLength + (int)size];
        int target = Listpack.First;
        for (int position = 1; position < zipmap.Length - 1;)
        {
            _ = TryReadPair(zipmap, ref position, out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value);
            target += ListpackEntry.Write(listpack.AsSpan(target), field);
            target += ListpackEntry.Write(listpack.AsSpan(target), value);
        }

        Listpack.Seal(listpack, 2 * fields);
        return true;
    }

    private static bool TryMeasure(ReadOnlySpan<byte> zipmap, out int fields, out long size)
    {
        fields = 0;
        size = 0;
        if (zipmap.Length < 2 || zipmap[^1] != EndMark)
            return false;
        for (int position = 1; position < zipmap.Length - 1; fields++)
        {
            if (!TryReadPair(zipmap, ref position, out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value))
                return false;
            size += ListpackEntry.SizeOf(field) + ListpackEntry.SizeOf(value);
        }

        return zipmap[0] >= ManyFields || zipmap[0] == fields;
    }

    private static bool TryReadPair(ReadOnlySpan<byte> zipmap, ref int position, out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        field = value = default;
        ReadOnlySpan<byte> rest = zipmap[position..^1];
        int before = rest.Length;
        if (!TryLength(ref rest, out int length) || length > rest.Length)
            return false;
        field = rest[..length];
        rest = rest[length..];
        if (!TryLength(ref rest, out length) || rest.IsEmpty || length > rest.Length - 1 - rest[0])
            return false;
        value = rest.Slice(1, length);
        position += before - (rest.Length - 1 - rest[0] - length);
        return true;
    }

    private static bool TryLength(ref ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        if (rest.IsEmpty || rest[0] == EndMark)
            return false;
        int size = rest[0] == LongLength ? 5 : 1;
        if (rest.Length < size)
            return false;
        length = size == 1 ? rest[0] : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]), int.MaxValue);
        rest = rest[size..];
        return true;
    }
}
