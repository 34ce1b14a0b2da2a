using System.Buffers.Binary;

namespace CacheStorm.Plugins.Hashes;

/// <summary>Hashes in Redis' RDB forms. Stateless.</summary>
internal static class HashRdb
{
    /// <summary>A hash whose fields may expire (7.4): the earliest expiry; then for each field its expiry, counted from there, field and value.</summary>
    public const byte Metadata = 24;

    /// <summary>A packed one (7.4): the earliest expiry; then a listpack of field, value, expiry, what expires first in front.</summary>
    public const byte ListpackWithExpiry = 25;

    public static byte TypeOf(scoped in Entry entry) => entry.Encoding switch
    {
        HashLayout.Packed => RdbType.HashListpack,
        HashLayout.PackedWithExpiry => ListpackWithExpiry,
        _ => TableRoot.In(entry.Value).Volatile == 0 ? RdbType.Hash : Metadata,
    };

    public static void Write(scoped in Entry entry, RdbWriter writer)
    {
        switch (entry.Encoding)
        {
            case HashLayout.Packed:
                writer.String(entry.Value);
                break;
            case HashLayout.PackedWithExpiry:
                WritePacked(new PackedFields(entry.Value, entry.Encoding), writer);
                break;
            default:
                WriteTable(entry, writer);
                break;
        }
    }

    /// <summary>Reads a value whole.</summary>
    /// <returns>False when it is broken.</returns>
    public static bool TryGather(ref RdbReader reader, byte rdbType, FieldGathering fields) => rdbType switch
    {
        RdbType.Hash => TryPairs(ref reader, fields, withExpiry: false),
        Metadata => TryPairs(ref reader, fields, withExpiry: true),
        RdbType.HashListpack => reader.TryString(out ReadOnlySpan<byte> pack) && TryPack(pack, 2, fields),
        RdbType.HashZiplist => reader.TryString(out ReadOnlySpan<byte> old) && Ziplist.TryToListpack(old, out byte[]? pack) && TryPack(pack, 2, fields),
        RdbType.HashZipmap => reader.TryString(out ReadOnlySpan<byte> old) && Zipmap.TryToListpack(old, out byte[]? pack) && TryPack(pack, 2, fields),
        ListpackWithExpiry => reader.TryInt64(out _) && reader.TryString(out ReadOnlySpan<byte> pack) && TryPack(pack, 3, fields),
        _ => false,
    } && fields.Count > 0;

    private static void WriteTable(scoped in Entry entry, RdbWriter writer)
    {
        bool withExpiry = TypeOf(entry) == Metadata;
        long earliest = 0;
        var walk = new FieldWalk(entry);
        if (withExpiry)
        {
            while (walk.Next())
                earliest = TableRoot.Sooner(earliest, walk.ExpiresAt);
            writer.Int64(earliest);
            walk = new FieldWalk(entry);
        }
        writer.Length((ulong)TableFields.Of(entry).Count);
        while (walk.Next())
        {
            if (withExpiry)
                writer.Length(walk.ExpiresAt == 0 ? 0 : (ulong)(walk.ExpiresAt - earliest + 1));
            walk.Field.WriteTo(writer);
            walk.Value.WriteTo(writer);
        }
    }

    private static void WritePacked(PackedFields fields, RdbWriter writer)
    {
        // Redis keeps these in the order in which they expire, those that don't behind, and relies on that.
        ReadOnlySpan<byte> pack = fields.Pack;
        var order = new (long ExpiresAt, int Start, int End)[fields.Count];
        int position = Listpack.First;
        for (int i = 0; i < order.Length; i++)
        {
            int start = position;
            fields.Next(ref position, out _, out _, out long expiresAt);
            order[i] = (expiresAt == 0 ? long.MaxValue : expiresAt, start, position);
        }
        Array.Sort(order);

        byte[] sorted = new byte[pack.Length];
        int to = Listpack.First;
        foreach ((_, int start, int end) in order)
        {
            pack[start..end].CopyTo(sorted.AsSpan(to));
            to += end - start;
        }
        Listpack.Seal(sorted, order.Length * 3);
        writer.Int64(order[0].ExpiresAt == long.MaxValue ? 0 : order[0].ExpiresAt);
        writer.String(sorted);
    }

    private static bool TryPairs(ref RdbReader reader, FieldGathering fields, bool withExpiry)
    {
        long earliest = 0;
        if (withExpiry && (!reader.TryInt64(out earliest) || earliest < 0))
            return false;
        if (!reader.TryLength(out ulong count))
            return false;
        for (; count > 0; count--)
        {
            ulong ttl = 0;
            if (withExpiry && (!reader.TryLength(out ttl) || ttl > (ulong)(long.MaxValue - earliest)))
                return false;
            if (!reader.TryString(out ReadOnlySpan<byte> field) || !reader.TryString(out ReadOnlySpan<byte> value))
                return false;
            if (!fields.TryAdd(field, value, ttl == 0 ? 0 : earliest + (long)ttl - 1))
                return false;
        }
        return true;
    }

    private static bool TryPack(ReadOnlySpan<byte> pack, int stride, FieldGathering fields)
    {
        if (!Listpack.IsValid(pack, out int entries) || entries % stride != 0)
            return false;
        Span<byte> fieldText = stackalloc byte[Numbers.MaxInt64Length];
        Span<byte> valueText = stackalloc byte[Numbers.MaxInt64Length];
        int position = Listpack.First;
        for (int i = 0; i < entries; i += stride)
        {
            PackedElement field = ListpackEntry.Read(pack, position, out position);
            PackedElement value = ListpackEntry.Read(pack, position, out position);
            long expiresAt = 0;
            if (stride == 3 && !ListpackEntry.Read(pack, position, out position).TryInt64(out expiresAt))
                return false;
            if (!fields.TryAdd(field.Text(fieldText), value.Text(valueText), expiresAt))
                return false;
        }
        return true;
    }
}
