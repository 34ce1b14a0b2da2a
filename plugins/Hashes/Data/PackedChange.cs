using System.Buffers;
using System.Buffers.Binary;

namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// Changes to packed hashes: the entry is opened for writing, made longer before anything comes in and shorter after something went. Stateless;
/// the caller holds the entry's lock.
/// </summary>
internal static class PackedChange
{
    private static ReadOnlySpan<byte> Never => "0"u8;

    /// <summary>The bytes of a new hash with one field.</summary>
    public static int LengthFor(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value) =>
        Listpack.EmptyLength + ListpackEntry.SizeOf(field) + ListpackEntry.SizeOf(value);

    /// <summary>Fills a new hash.</summary>
    /// <param name="target">Exactly <see cref="LengthFor"/> bytes.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    public static void Fill(Span<byte> target, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        int next = Listpack.First + ListpackEntry.Write(target[Listpack.First..], field);
        ListpackEntry.Write(target[next..], value);
        Listpack.Seal(target, 2);
    }

    /// <summary>Sets a field.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A packed hash; refreshed.</param>
    /// <param name="now">The time.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="keepExpiry">A field that is there keeps its expiry; else it loses it.</param>
    /// <returns>True when the field is new, or its time was up.</returns>
    public static bool Put(Keyspace keyspace, ref Entry entry, long now, scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value, bool keepExpiry)
    {
        var fields = new PackedFields(entry.Value, entry.Encoding);
        int position = fields.Find(field);
        if (position < 0)
        {
            Append(keyspace, ref entry, field, value);
            return true;
        }

        bool wasExpired = false;
        int valueAt = ListpackEntry.Next(fields.Pack, position);
        if (entry.Encoding == HashLayout.PackedWithExpiry)
        {
            fields.ValueAt(position, out long expiresAt);
            wasExpired = expiresAt != 0 && expiresAt < now;
            if (expiresAt != 0 && (wasExpired || !keepExpiry))
                Replace(keyspace, ref entry, ListpackEntry.Next(fields.Pack, valueAt), Never);
        }
        Replace(keyspace, ref entry, valueAt, value);
        return wasExpired;
    }

    /// <summary>Sets many fields at once.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A packed hash without expiries; refreshed.</param>
    /// <param name="pairs">Field, value, field, value …</param>
    /// <param name="first">Where the pairs begin; they go to the end.</param>
    /// <param name="growth">The bytes of all these as entries.</param>
    /// <returns>How many fields are new.</returns>
    public static int PutAll(Keyspace keyspace, ref Entry entry, ArgumentList pairs, int first, int growth)
    {
        int room = entry.Value.Length + growth;
        Span<byte> pack = keyspace.Edit(ref entry, room);
        int added = PutAll(pack, pairs, first);
        int length = Listpack.LengthOf(pack);
        if (length < room)
            keyspace.Edit(ref entry, length);
        return added;
    }

    /// <summary>Makes a packed hash of many fields.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">A key that holds nothing.</param>
    /// <param name="type">The type.</param>
    /// <param name="pairs">Field, value, field, value …</param>
    /// <param name="first">Where the pairs begin; they go to the end.</param>
    /// <param name="growth">The bytes of all these as entries.</param>
    /// <param name="entry">The new entry.</param>
    /// <returns>How many fields there are.</returns>
    public static int CreateOf(Keyspace keyspace, ReadOnlySpan<byte> key, HashValues type, ArgumentList pairs, int first, int growth, out Entry entry)
    {
        int room = Listpack.EmptyLength + growth;
        Span<byte> pack = keyspace.Create(key, type, HashLayout.Packed, room, Expiry.None, out entry);
        Listpack.WriteEmpty(pack);
        int added = PutAll(pack, pairs, first);
        int length = Listpack.LengthOf(pack);
        if (length < room)
            keyspace.Edit(ref entry, length);
        return added;
    }

    /// <summary>Sets when the field at a position expires.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A packed hash with room for expiries; refreshed.</param>
    /// <param name="position">Where the field begins in the listpack.</param>
    /// <param name="expiresAt">Unix milliseconds; 0: never.</param>
    public static void SetExpiry(Keyspace keyspace, ref Entry entry, int position, long expiresAt)
    {
        ReadOnlySpan<byte> pack = entry.Value[HashLayout.ClockLength..];
        int expiryAt = ListpackEntry.Next(pack, ListpackEntry.Next(pack, position));
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        Replace(keyspace, ref entry, expiryAt, text[..Numbers.FormatInt64(text, expiresAt)]);
        if (expiresAt == 0)
            return;
        Span<byte> clock = keyspace.Edit(ref entry);
        BinaryPrimitives.WriteInt64LittleEndian(clock, TableRoot.Sooner(BinaryPrimitives.ReadInt64LittleEndian(clock), expiresAt));
    }

    /// <summary>Removes the field at a position; it must not be the only one.</summary>
    public static void Remove(Keyspace keyspace, ref Entry entry, int position)
    {
        int start = HashLayout.PackStart(entry.Encoding);
        int length = Listpack.Delete(keyspace.Edit(ref entry)[start..], position, HashLayout.Stride(entry.Encoding));
        keyspace.Edit(ref entry, start + length);
    }

    /// <summary>Gives every field room for an expiry.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A packed hash without; refreshed.</param>
    public static void AddExpiries(Keyspace keyspace, ref Entry entry)
    {
        int length = entry.Value.Length;
        int count = Listpack.Count(entry.Value) >> 1;
        int entrySize = ListpackEntry.SizeOf(0);
        int growth = HashLayout.ClockLength + count * entrySize;
        Span<byte> value = keyspace.Edit(ref entry, length + growth);

        // The old pack moves to the end; from there its fields come back one by one, never past what wasn't read yet.
        value[..length].CopyTo(value[growth..]);
        Span<byte> source = value[growth..];
        Span<byte> pack = value[HashLayout.ClockLength..];
        int to = Listpack.First;
        for (int from = Listpack.First, i = 0; i < count; i++)
        {
            int next = ListpackEntry.Next(source, ListpackEntry.Next(source, from));
            source[from..next].CopyTo(pack[to..]);
            to += next - from;
            from = next;
            to += ListpackEntry.Write(pack[to..], 0);
        }
        Listpack.Seal(pack, count * 3);
        BinaryPrimitives.WriteInt64LittleEndian(value, 0);
        keyspace.SetEncoding(ref entry, HashLayout.PackedWithExpiry);
    }

    /// <summary>Turns a packed hash into a table; key, expiry and tags stay.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A packed hash; refreshed.</param>
    public static void ToTable(Keyspace keyspace, ref Entry entry)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(entry.Value.Length);
        entry.Value.CopyTo(rented);
        var fields = new PackedFields(rented.AsSpan(0, entry.Value.Length), entry.Encoding);

        Span<byte> root = keyspace.Edit(ref entry, TableRoot.Length);
        root.Clear();
        keyspace.SetEncoding(ref entry, HashLayout.Table);
        var table = new TableFields(keyspace.Blocks(ref entry), root);
        Span<byte> fieldText = stackalloc byte[Numbers.MaxInt64Length];
        Span<byte> valueText = stackalloc byte[Numbers.MaxInt64Length];
        int position = 0;
        while (fields.Next(ref position, out PackedElement field, out PackedElement value, out long expiresAt))
            table.Add(field.Text(fieldText), value.Text(valueText), expiresAt);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Removes the fields whose time is up and notes when the next one's is.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A packed hash with expiries, one field of which at least stays; refreshed.</param>
    /// <param name="now">The time.</param>
    public static void Collect(Keyspace keyspace, ref Entry entry, long now)
    {
        Span<byte> value = keyspace.Edit(ref entry);
        Span<byte> pack = value[HashLayout.ClockLength..];
        int end = Listpack.End(pack);
        int to = Listpack.First;
        int kept = 0;
        long earliest = 0;
        for (int from = Listpack.First; from < end;)
        {
            int expiryAt = ListpackEntry.Next(pack, ListpackEntry.Next(pack, from));
            long expiresAt = ListpackEntry.Read(pack, expiryAt, out int next).Number;
            if (expiresAt == 0 || expiresAt >= now)
            {
                pack[from..next].CopyTo(pack[to..]);
                to += next - from;
                kept++;
                earliest = TableRoot.Sooner(earliest, expiresAt);
            }
            from = next;
        }
        Listpack.Seal(pack[..(to + 1)], kept * 3);
        BinaryPrimitives.WriteInt64LittleEndian(value, earliest);
        keyspace.Edit(ref entry, HashLayout.ClockLength + to + 1);
    }

    private static int PutAll(Span<byte> pack, ArgumentList pairs, int first)
    {
        int added = 0;
        for (; first < pairs.Count; first += 2)
        {
            int position = Listpack.Find(pack, pairs[first], 1);
            if (position >= 0)
            {
                Listpack.Replace(pack, ListpackEntry.Next(pack, position), pairs[first + 1]);
                continue;
            }
            int end = Listpack.End(pack);
            int fieldSize = ListpackEntry.SizeOf(pairs[first]);
            Listpack.OpenGap(pack, end, fieldSize + ListpackEntry.SizeOf(pairs[first + 1]), 2);
            ListpackEntry.Write(pack[end..], pairs[first]);
            ListpackEntry.Write(pack[(end + fieldSize)..], pairs[first + 1]);
            added++;
        }
        return added;
    }

    private static void Append(Keyspace keyspace, ref Entry entry, scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value)
    {
        bool withExpiry = entry.Encoding == HashLayout.PackedWithExpiry;
        int fieldSize = ListpackEntry.SizeOf(field);
        int valueSize = ListpackEntry.SizeOf(value);
        int growth = fieldSize + valueSize + (withExpiry ? ListpackEntry.SizeOf(0) : 0);
        Span<byte> pack = keyspace.Edit(ref entry, entry.Value.Length + growth)[HashLayout.PackStart(entry.Encoding)..];
        int end = Listpack.End(pack);
        Listpack.OpenGap(pack, end, growth, withExpiry ? 3 : 2);
        ListpackEntry.Write(pack[end..], field);
        ListpackEntry.Write(pack[(end + fieldSize)..], value);
        if (withExpiry)
            ListpackEntry.Write(pack[(end + fieldSize + valueSize)..], 0);
    }

    private static void Replace(Keyspace keyspace, ref Entry entry, int position, scoped ReadOnlySpan<byte> element)
    {
        int start = HashLayout.PackStart(entry.Encoding);
        int length = entry.Value.Length;
        int growth = ListpackEntry.SizeOf(element) - Listpack.SizeAt(entry.Value[start..], position);
        Span<byte> value = growth > 0 ? keyspace.Edit(ref entry, length + growth) : keyspace.Edit(ref entry);
        Listpack.Replace(value[start..], position, element);
        if (growth < 0)
            keyspace.Edit(ref entry, length + growth);
    }
}
