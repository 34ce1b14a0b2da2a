using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// The type: finds, sets and removes fields in whichever layout a hash has, and changes the layout when it must. Owns no values: those are
/// the entries', guarded by their locks.
/// </summary>
internal sealed class HashValues(HashSettings settings) : HashType
{
    private static readonly byte[] s_readable =
    [
        RdbType.Hash, RdbType.HashZipmap, RdbType.HashZiplist, RdbType.HashListpack, HashRdb.Metadata, HashRdb.ListpackWithExpiry,
    ];

    /// <inheritdoc/>
    public override bool UsesNativeBlocks => true;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadableRdbTypes => s_readable;

    /// <inheritdoc/>
    public override string EncodingOf(in Entry entry) => HashLayout.NameOf(entry.Encoding);

    /// <inheritdoc/>
    public override long Count(scoped in Entry hash) =>
        hash.Encoding == HashLayout.Table ? TableFields.Of(hash).Count : new PackedFields(hash.Value, hash.Encoding).Count;

    /// <summary>True when there may be fields whose time is up.</summary>
    public static bool MayHaveExpired(scoped in Entry hash, long now)
    {
        long earliest = EarliestOf(hash);
        return earliest != 0 && earliest < now;
    }

    /// <summary>No field expires before this; 0: none expires.</summary>
    public static long EarliestOf(scoped in Entry hash) => hash.Encoding switch
    {
        HashLayout.Packed => 0,
        HashLayout.PackedWithExpiry => new PackedFields(hash.Value, hash.Encoding).Earliest,
        _ => TableRoot.In(hash.Value).Earliest,
    };

    /// <summary>Finds a hash.</summary>
    /// <param name="keyspace">Where to look.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">The entry, when found.</param>
    /// <param name="lookup">What the look leaves behind.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LookupResult Open(Keyspace keyspace, ReadOnlySpan<byte> key, out Entry entry, Lookup lookup = Lookup.Read)
    {
        if (!keyspace.TryFind(key, out entry, lookup))
            return LookupResult.Missing;
        return entry.Type == this ? LookupResult.Found : LookupResult.WrongType;
    }

    /// <inheritdoc/>
    public override bool TryGet(scoped in Entry hash, long now, ReadOnlySpan<byte> field, out PackedElement value) =>
        TryGet(hash, now, field, out value, out _);

    /// <summary>Finds a field that has not expired.</summary>
    /// <param name="hash">The entry.</param>
    /// <param name="now">The time.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expiresAt">When it expires; 0: never.</param>
    public bool TryGet(scoped in Entry hash, long now, ReadOnlySpan<byte> field, out PackedElement value, out long expiresAt)
    {
        if (hash.Encoding == HashLayout.Table)
        {
            TableFields table = TableFields.Of(hash);
            if (table.Members.TryFind(field, out MemberSlot slot))
            {
                value = new PackedElement(table.ValueAt(slot, out expiresAt));
                return expiresAt == 0 || expiresAt >= now;
            }
        }
        else
        {
            var fields = new PackedFields(hash.Value, hash.Encoding);
            int position = fields.Find(field);
            if (position >= 0)
            {
                value = fields.ValueAt(position, out expiresAt);
                return expiresAt == 0 || expiresAt >= now;
            }
        }
        value = default;
        expiresAt = 0;
        return false;
    }

    /// <inheritdoc/>
    public override bool Next(scoped in Entry hash, long now, ref ElementPosition position, out PackedElement field, out PackedElement value)
    {
        long expiresAt;
        if (hash.Encoding == HashLayout.Table)
        {
            TableFields table = TableFields.Of(hash);
            while (table.Members.Next(ref position, out MemberSlot slot))
            {
                value = new PackedElement(table.ValueAt(slot, out expiresAt));
                if (expiresAt != 0 && expiresAt < now)
                    continue;
                field = new PackedElement(table.Members.MemberAt(slot));
                return true;
            }
            field = value = default;
            return false;
        }

        var fields = new PackedFields(hash.Value, hash.Encoding);
        int at = (int)position.Major;
        bool found;
        do
        {
            found = fields.Next(ref at, out field, out value, out expiresAt);
        }
        while (found && expiresAt != 0 && expiresAt < now);
        position = new ElementPosition(at, 0);
        return found;
    }

    /// <inheritdoc/>
    public override bool Set(Keyspace keyspace, ReadOnlySpan<byte> key, long now, ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (keyspace.TryFind(key, out Entry entry, Lookup.Write))
            return Put(keyspace, ref entry, now, field, value);
        Create(keyspace, key, field, value, out _);
        return true;
    }

    /// <summary>Makes a hash of one field at a key that holds nothing.</summary>
    public void Create(Keyspace keyspace, ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value, out Entry entry)
    {
        if (settings.MaxPackedFields > 0 && StaysPacked(field, value))
        {
            int length = PackedChange.LengthFor(field, value);
            PackedChange.Fill(keyspace.Create(key, this, HashLayout.Packed, length, Expiry.None, out entry), field, value);
            return;
        }
        Span<byte> root = keyspace.Create(key, this, HashLayout.Table, TableRoot.Length, Expiry.None, out entry);
        new TableFields(keyspace.Blocks(ref entry), root).Add(field, value);
    }

    /// <summary>Sets a field.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A hash; refreshed.</param>
    /// <param name="now">The time.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="keepExpiry">A field that is there keeps its expiry; else it loses it.</param>
    /// <returns>True when the field is new, or its time was up.</returns>
    public bool Put(Keyspace keyspace, ref Entry entry, long now, scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value,
        bool keepExpiry = false)
    {
        if (entry.Encoding != HashLayout.Table
            && (!StaysPacked(field, value) || entry.Value.Length + (long)field.Length + value.Length > HashLayout.MaxPackedBytes))
        {
            PackedChange.ToTable(keyspace, ref entry);
        }
        if (entry.Encoding == HashLayout.Table)
        {
            Span<byte> root = keyspace.Edit(ref entry);
            return new TableFields(keyspace.Blocks(ref entry), root).Put(now, field, value, keepExpiry);
        }

        bool isNew = PackedChange.Put(keyspace, ref entry, now, field, value, keepExpiry);
        if (new PackedFields(entry.Value, entry.Encoding).Count > settings.MaxPackedFields)
            PackedChange.ToTable(keyspace, ref entry);
        return isNew;
    }

    /// <summary>Sets fields, making the hash when there is no such key.</summary>
    /// <param name="keyspace">Where.</param>
    /// <param name="key">The key.</param>
    /// <param name="exists">Whether there is a hash at the key.</param>
    /// <param name="entry">The hash, if so; refreshed.</param>
    /// <param name="now">The time.</param>
    /// <param name="pairs">Field, value, field, value …</param>
    /// <param name="first">Where the pairs begin; they go to the end.</param>
    /// <param name="keepExpiry">Fields that are there keep their expiry; else they lose it.</param>
    /// <returns>How many fields are new.</returns>
    public int PutAll(Keyspace keyspace, ReadOnlySpan<byte> key, bool exists, ref Entry entry, long now, ArgumentList pairs, int first,
        bool keepExpiry = false)
    {
        int count = pairs.Count - first;
        bool isPacked = !exists || entry.Encoding == HashLayout.Packed;
        if (count > 2 && isPacked && StayPacked(exists ? entry.Value : default, pairs, first, out int growth))
        {
            return exists
                ? PackedChange.PutAll(keyspace, ref entry, pairs, first, growth)
                : PackedChange.CreateOf(keyspace, key, this, pairs, first, growth, out entry);
        }

        int added = 0;
        if (!exists)
        {
            Create(keyspace, key, pairs[first], pairs[first + 1], out entry);
            added++;
            first += 2;
        }
        for (; first < pairs.Count; first += 2)
        {
            if (Put(keyspace, ref entry, now, pairs[first], pairs[first + 1], keepExpiry))
                added++;
        }
        return added;
    }

    /// <summary>Removes a field, and with the last one the key.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="key">The key.</param>
    /// <param name="entry">A hash; refreshed, or empty when the key has gone.</param>
    /// <param name="now">The time.</param>
    /// <param name="field">The field.</param>
    public FieldRemoval Remove(Keyspace keyspace, ReadOnlySpan<byte> key, ref Entry entry, long now, ReadOnlySpan<byte> field)
    {
        bool wasExpired;
        bool isLast;
        if (entry.Encoding == HashLayout.Table)
        {
            TableFields table = TableFields.Of(entry);
            if (!table.Members.TryFind(field, out MemberSlot slot))
                return FieldRemoval.Missing;
            wasExpired = table.IsExpired(slot, now);
            isLast = table.Count == 1;
            if (!isLast)
            {
                Span<byte> root = keyspace.Edit(ref entry);
                new TableFields(keyspace.Blocks(ref entry), root).Remove(slot);
            }
        }
        else
        {
            var fields = new PackedFields(entry.Value, entry.Encoding);
            int position = fields.Find(field);
            if (position < 0)
                return FieldRemoval.Missing;
            fields.ValueAt(position, out long expiresAt);
            wasExpired = expiresAt != 0 && expiresAt < now;
            isLast = fields.Count == 1;
            if (!isLast)
                PackedChange.Remove(keyspace, ref entry, position);
        }

        if (isLast)
        {
            keyspace.Remove(key);
            entry = default;
        }
        return wasExpired ? FieldRemoval.WasExpired : FieldRemoval.Removed;
    }

    /// <summary>Sets when a field that is there expires.</summary>
    /// <param name="keyspace">Where the entry is.</param>
    /// <param name="entry">A hash; refreshed.</param>
    /// <param name="field">The field.</param>
    /// <param name="expiresAt">Unix milliseconds; 0: never.</param>
    public void SetExpiry(Keyspace keyspace, ref Entry entry, ReadOnlySpan<byte> field, long expiresAt)
    {
        if (entry.Encoding == HashLayout.Table)
        {
            Span<byte> root = keyspace.Edit(ref entry);
            var table = new TableFields(keyspace.Blocks(ref entry), root);
            table.Members.TryFind(field, out MemberSlot slot);
            table.SetExpiry(slot, expiresAt);
        }
        else
        {
            if (entry.Encoding == HashLayout.Packed)
                PackedChange.AddExpiries(keyspace, ref entry);
            PackedChange.SetExpiry(keyspace, ref entry, new PackedFields(entry.Value, entry.Encoding).Find(field), expiresAt);
        }
        if (expiresAt != 0)
            keyspace.SetAlarm(entry, NextAlarm(entry));
    }

    /// <inheritdoc/>
    public override long NextAlarm(in Entry entry) => FieldCollector.NextLook(entry);

    /// <inheritdoc/>
    public override void OnAlarm(CommandContext context) => FieldCollector.Collect(this, context);

    /// <inheritdoc/>
    public override byte RdbTypeOf(in Entry entry) => HashRdb.TypeOf(entry);

    /// <inheritdoc/>
    public override void Write(in Entry entry, RdbWriter writer) => HashRdb.Write(entry, writer);

    /// <inheritdoc/>
    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        var fields = new FieldGathering();
        if (!HashRdb.TryGather(ref reader, rdbType, fields))
            return false;
        fields.Store(keyspace, this, key, expiry, settings);
        return true;
    }

    /// <inheritdoc/>
    public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
    {
        if (source.Encoding != HashLayout.Table)
            return;
        root[..MemberTable.RootLength].Clear();
        var target = new MemberTable(copyBlocks, root[..MemberTable.RootLength], MemberTable.Variable);
        new MemberTable(sourceBlocks, source.Value[..MemberTable.RootLength], MemberTable.Variable).CopyTo(ref target);
    }

    /// <inheritdoc/>
    public override void Digest(in Entry entry, ContentDigest digest)
    {
        var part = new ContentDigest();
        Span<byte> fieldText = stackalloc byte[Numbers.MaxInt64Length];
        Span<byte> valueText = stackalloc byte[Numbers.MaxInt64Length];
        var walk = new FieldWalk(entry);
        while (walk.Next())
        {
            part.Clear();
            part.AddOrdered(walk.Field.Text(fieldText));
            part.AddOrdered(walk.Value.Text(valueText));
            if (walk.ExpiresAt != 0)
                part.AddUnordered("!!hexpire!!"u8);
            digest.AddUnordered(part.Value);
        }
    }

    /// <summary>Whether a packed hash surely stays packed with these fields, and how much it grows at most.</summary>
    private bool StayPacked(ReadOnlySpan<byte> pack, ArgumentList pairs, int first, out int growth)
    {
        growth = 0;
        if ((pack.IsEmpty ? 0 : Listpack.Count(pack) / 2) + (pairs.Count - first) / 2 > settings.MaxPackedFields)
            return false;
        long bytes = 0;
        for (int i = first; i < pairs.Count; i++)
        {
            if (pairs[i].Length > settings.MaxPackedLength)
                return false;
            bytes += ListpackEntry.SizeOf(pairs[i]);
        }
        growth = (int)bytes;
        return pack.Length + bytes <= HashLayout.MaxPackedBytes;
    }

    private bool StaysPacked(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value) =>
        field.Length <= settings.MaxPackedLength && value.Length <= settings.MaxPackedLength;
}
