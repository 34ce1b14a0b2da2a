using System.Numerics;

namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// The fields of a hash that comes from outside, gathered and checked before anything is stored: no field twice, every element in the form
/// that our own would have. Grows with what was really read. Belongs to one call.
/// </summary>
internal sealed class FieldGathering
{
    private const int FirstIndex = 64;

    // Entries of a listpack: field, value, expiry, field …
    private byte[] _entries = new byte[1024];
    private int _used;

    // Where fields begin in the entries, + 1, found by their text.
    private int[] _index = new int[FirstIndex];
    private int _longest;
    private int _volatile;
    private long _earliest;

    /// <summary>How many fields there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expiresAt">When it expires; 0: never.</param>
    /// <returns>False when it is there already, or there are too many.</returns>
    public bool TryAdd(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value, long expiresAt = 0)
    {
        if (expiresAt < 0 || !TryIndex(field))
            return false;
        long size = (long)ListpackEntry.SizeOf(field) + ListpackEntry.SizeOf(value) + ListpackEntry.SizeOf(expiresAt);
        if (!TryClaim(size))
            return false;
        _used += ListpackEntry.Write(_entries.AsSpan(_used), field);
        _used += ListpackEntry.Write(_entries.AsSpan(_used), value);
        _used += ListpackEntry.Write(_entries.AsSpan(_used), expiresAt);
        _longest = Math.Max(_longest, Math.Max(field.Length, value.Length));
        if (expiresAt != 0)
        {
            _volatile++;
            _earliest = TableRoot.Sooner(_earliest, expiresAt);
        }
        Count++;
        return true;
    }

    /// <summary>Stores the hash in place of whatever is at the key.</summary>
    public void Store(Keyspace keyspace, HashValues type, ReadOnlySpan<byte> key, Expiry expiry, HashSettings settings)
    {
        if (Count > settings.MaxPackedFields || _longest > settings.MaxPackedLength || _used > HashLayout.MaxPackedBytes)
            StoreTable(keyspace, type, key, expiry);
        else if (_volatile > 0)
            StoreWithExpiries(keyspace, type, key, expiry);
        else
            StorePacked(keyspace, type, key, expiry);

        if (_volatile > 0 && keyspace.TryFind(key, out Entry entry, Lookup.Peek))
            keyspace.SetAlarm(entry, type.NextAlarm(entry));
    }

    private void StoreTable(Keyspace keyspace, HashValues type, ReadOnlySpan<byte> key, Expiry expiry)
    {
        Span<byte> root = keyspace.Create(key, type, HashLayout.Table, TableRoot.Length, expiry, out Entry entry);
        var table = new TableFields(keyspace.Blocks(ref entry), root);
        Span<byte> fieldText = stackalloc byte[Numbers.MaxInt64Length];
        Span<byte> valueText = stackalloc byte[Numbers.MaxInt64Length];
        for (int at = 0; at < _used;)
        {
            PackedElement field = ListpackEntry.Read(_entries, at, out at);
            PackedElement value = ListpackEntry.Read(_entries, at, out at);
            long expiresAt = ListpackEntry.Read(_entries, at, out at).Number;
            table.Add(field.Text(fieldText), value.Text(valueText), expiresAt);
        }
    }

    private void StoreWithExpiries(Keyspace keyspace, HashValues type, ReadOnlySpan<byte> key, Expiry expiry)
    {
        int length = HashLayout.ClockLength + Listpack.EmptyLength + _used;
        Span<byte> value = keyspace.Create(key, type, HashLayout.PackedWithExpiry, length, expiry, out Entry entry);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(value, _earliest);
        Span<byte> pack = value[HashLayout.ClockLength..];
        _entries.AsSpan(0, _used).CopyTo(pack[Listpack.First..]);
        Listpack.Seal(pack, Count * 3);
    }

    private void StorePacked(Keyspace keyspace, HashValues type, ReadOnlySpan<byte> key, Expiry expiry)
    {
        int length = Listpack.EmptyLength + _used - Count * ListpackEntry.SizeOf(0);
        Span<byte> pack = keyspace.Create(key, type, HashLayout.Packed, length, expiry, out _);
        int to = Listpack.First;
        for (int at = 0; at < _used;)
        {
            int expiryAt = ListpackEntry.Next(_entries, ListpackEntry.Next(_entries, at));
            _entries.AsSpan(at..expiryAt).CopyTo(pack[to..]);
            to += expiryAt - at;
            at = ListpackEntry.Next(_entries, expiryAt);
        }
        Listpack.Seal(pack, Count * 2);
    }

    private bool TryIndex(ReadOnlySpan<byte> field)
    {
        if (Count >= _index.Length / 2)
            GrowIndex();
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        int mask = _index.Length - 1;
        int place = HashOf(field) & mask;
        for (; _index[place] != 0; place = (place + 1) & mask)
        {
            if (ListpackEntry.Read(_entries, _index[place] - 1, out _).Text(scratch).SequenceEqual(field))
                return false;
        }
        _index[place] = _used + 1;
        return true;
    }

    private void GrowIndex()
    {
        int[] old = _index;
        _index = new int[old.Length * 2];
        Span<byte> scratch = stackalloc byte[Numbers.MaxInt64Length];
        int mask = _index.Length - 1;
        foreach (int start in old)
        {
            if (start == 0)
                continue;
            int place = HashOf(ListpackEntry.Read(_entries, start - 1, out _).Text(scratch)) & mask;
            while (_index[place] != 0)
                place = (place + 1) & mask;
            _index[place] = start;
        }
    }

    private bool TryClaim(long size)
    {
        long needed = _used + size;
        if (needed > Array.MaxLength)
            return false;
        if (needed > _entries.Length)
            Array.Resize(ref _entries, (int)Math.Min(Array.MaxLength, (long)BitOperations.RoundUpToPowerOf2((ulong)needed)));
        return true;
    }

    // Seeded anew in every process, so nobody can aim fields at one place.
    private static int HashOf(ReadOnlySpan<byte> field)
    {
        var hash = new HashCode();
        hash.AddBytes(field);
        return hash.ToHashCode();
    }
}
