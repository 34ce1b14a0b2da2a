using System.Buffers;
using System.Buffers.Binary;

namespace CacheStorm.Plugins.Hashes;

/// <summary>
/// The fields of a large hash. A field's value is its text; the value of a marked one begins with eight bytes that say when the field expires.
/// A view for one call, the state is in the entry's root and blocks.
/// </summary>
internal ref struct TableFields
{
    private const int ExpiryLength = sizeof(long);
    private const int LongestOnStack = 512;

    private MemberTable _table;
    private readonly Span<byte> _root;

    // While no field expires nobody asks for marks.
    private bool _mayExpire;

    /// <summary>For reading and writing.</summary>
    /// <param name="blocks">The entry's blocks.</param>
    /// <param name="root">The entry's bytes, opened for writing.</param>
    public TableFields(NativeBlocks blocks, Span<byte> root)
    {
        _table = new MemberTable(blocks, root[..MemberTable.RootLength], MemberTable.Variable);
        _root = root;
        _mayExpire = TableRoot.In(root).Volatile != 0;
    }

    private TableFields(NativeBlocks blocks, ReadOnlySpan<byte> root)
    {
        _table = new MemberTable(blocks, root[..MemberTable.RootLength], MemberTable.Variable);
        _mayExpire = TableRoot.In(root).Volatile != 0;
    }

    /// <summary>The table of an entry, for reading.</summary>
    public static TableFields Of(scoped in Entry entry) => new(entry.Blocks, entry.Value);

    /// <summary>The members that the fields are.</summary>
    public readonly ref readonly MemberTable Members
    {
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        get => ref _table;
    }

    /// <summary>What the root holds besides; only of a table that was opened for writing.</summary>
    public readonly ref TableRoot Root => ref TableRoot.In(_root);

    /// <summary>How many fields there are, expired ones included.</summary>
    public readonly long Count => _table.Count;

    /// <summary>The value at a place.</summary>
    /// <param name="slot">The place.</param>
    /// <param name="expiresAt">When the field expires; 0: never.</param>
    public readonly ReadOnlySpan<byte> ValueAt(MemberSlot slot, out long expiresAt)
    {
        ReadOnlySpan<byte> value = _table.ValueAt(slot);
        if (!_mayExpire || !_table.IsMarked(slot))
        {
            expiresAt = 0;
            return value;
        }
        expiresAt = BinaryPrimitives.ReadInt64LittleEndian(value);
        return value[ExpiryLength..];
    }

    /// <summary>True when the time of the field at a place is up.</summary>
    public readonly bool IsExpired(MemberSlot slot, long now) => IsExpired(_table, slot, now);

    /// <summary>True when the time of the field at a place of a hash's table is up.</summary>
    public static bool IsExpired(scoped in MemberTable table, MemberSlot slot, long now) =>
        table.IsMarked(slot) && BinaryPrimitives.ReadInt64LittleEndian(table.ValueAt(slot)) < now;

    /// <summary>Adds a field that is not there.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expiresAt">When it expires; 0: never.</param>
    public void Add(scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value, long expiresAt = 0)
    {
        if (expiresAt == 0)
        {
            value.CopyTo(_table.Add(field, value.Length));
            return;
        }
        Span<byte> room = _table.Add(field, ExpiryLength + value.Length);
        BinaryPrimitives.WriteInt64LittleEndian(room, expiresAt);
        value.CopyTo(room[ExpiryLength..]);
        _table.TryFind(field, out MemberSlot slot);
        _table.Mark(slot, true);
        _mayExpire = true;
        Root.Volatile++;
        Root.Note(expiresAt);
    }

    /// <summary>Sets a field.</summary>
    /// <param name="now">The time.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="keepExpiry">A field that is there keeps its expiry; else it loses it.</param>
    /// <returns>True when the field is new, or its time was up.</returns>
    public bool Put(long now, scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> value, bool keepExpiry)
    {
        if (!_table.TryFind(field, out MemberSlot slot))
        {
            Add(field, value);
            return true;
        }
        Span<byte> room = _table.ValueAt(slot);
        if (!_mayExpire || !_table.IsMarked(slot))
        {
            if (room.Length != value.Length)
                room = _table.Resize(ref slot, value.Length);
            value.CopyTo(room);
            return false;
        }
        return PutVolatile(now, slot, value, keepExpiry);
    }

    /// <summary>Removes the field at a place.</summary>
    public void Remove(MemberSlot slot)
    {
        if (_table.IsMarked(slot))
            Root.Volatile--;
        _table.Remove(slot);
    }

    /// <summary>Sets when the field at a place expires.</summary>
    /// <param name="slot">The place.</param>
    /// <param name="expiresAt">Unix milliseconds; 0: never.</param>
    public void SetExpiry(MemberSlot slot, long expiresAt)
    {
        bool isVolatile = _table.IsMarked(slot);
        if (expiresAt != 0)
        {
            Root.Note(expiresAt);
            _mayExpire = true;
        }
        if (isVolatile && expiresAt != 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_table.ValueAt(slot), expiresAt);
            return;
        }
        if (!isVolatile && expiresAt == 0)
            return;

        ReadOnlySpan<byte> value = ValueAt(slot, out _);
        int length = value.Length;
        byte[]? rented = length > LongestOnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> text = rented ?? stackalloc byte[LongestOnStack];
        value.CopyTo(text);
        Span<byte> room = _table.Resize(ref slot, expiresAt == 0 ? length : length + ExpiryLength);
        _table.Mark(slot, expiresAt != 0);
        if (expiresAt != 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(room, expiresAt);
            room = room[ExpiryLength..];
        }
        text[..length].CopyTo(room);
        Root.Volatile += expiresAt == 0 ? -1 : 1;
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }

    private bool PutVolatile(long now, MemberSlot slot, scoped ReadOnlySpan<byte> value, bool keepExpiry)
    {
        ValueAt(slot, out long expiresAt);
        bool wasExpired = expiresAt < now;
        if (keepExpiry && !wasExpired)
        {
            Span<byte> room = _table.Resize(ref slot, ExpiryLength + value.Length);
            BinaryPrimitives.WriteInt64LittleEndian(room, expiresAt);
            value.CopyTo(room[ExpiryLength..]);
            return false;
        }
        value.CopyTo(_table.Resize(ref slot, value.Length));
        _table.Mark(slot, false);
        Root.Volatile--;
        return wasExpired;
    }
}
