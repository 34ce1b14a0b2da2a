using System.Buffers;

namespace CacheStorm.Plugins.Sets;

/// <summary>
/// A set that is being changed: members come and go, and the layout follows. The entry is opened for writing by the first change, so who
/// changes nothing leaves no trace. <see cref="Close"/> ends it. A view for one call, guarded by the entry's lock.
/// </summary>
internal ref struct SetEditor
{
    private const int MostAhead = 4096;

    private readonly Keyspace _keyspace;
    private readonly SetSettings _settings;
    private Entry _entry;
    private SetEncoding _encoding;
    private ReadOnlySpan<byte> _bytes;
    private Span<byte> _writable;
    private MemberTable _table;
    private bool _isOpen;

    /// <summary>A set that is there.</summary>
    public SetEditor(Keyspace keyspace, SetSettings settings, scoped in Entry entry)
    {
        _keyspace = keyspace;
        _settings = settings;
        _entry = entry;
        _encoding = (SetEncoding)entry.Encoding;
        _bytes = entry.Value;
        if (_encoding == SetEncoding.Table)
            _table = new MemberTable(entry.Blocks, entry.Value, 0);
    }

    /// <summary>A new, empty set in place of whatever was at the key, laid out for its first member, which must be added at once.</summary>
    public static SetEditor Create(Keyspace keyspace, SetDataType type, ReadOnlySpan<byte> key, ReadOnlySpan<byte> member)
    {
        SetSettings settings = type.Settings;
        Entry entry;
        if (settings.AllowsIntegers(1) && Numbers.TryParseInt64(member, out long number))
        {
            int width = IntegerSet.WidthOf(number);
            Span<byte> set = keyspace.Create(key, type, (byte)SetEncoding.Integers, IntegerSet.HeaderLength + width, Expiry.None, out entry);
            IntegerSet.WriteHeader(set, width, 0);
        }
        else if (settings.AllowsPacked(1, member.Length))
        {
            int length = Listpack.EmptyLength + ListpackEntry.SizeOf(member);
            Listpack.WriteEmpty(keyspace.Create(key, type, (byte)SetEncoding.Packed, length, Expiry.None, out entry));
        }
        else
        {
            keyspace.Create(key, type, (byte)SetEncoding.Table, MemberTable.RootLength, Expiry.None, out entry);
        }

        return new SetEditor(keyspace, settings, entry);
    }

    /// <summary>About how many members will follow: room for them is taken at once.</summary>
    public int Expected { get; set; }

    public readonly long Count => _encoding switch
    {
        SetEncoding.Integers => IntegerSet.Count(_bytes),
        SetEncoding.Packed => Listpack.Count(_bytes),
        _ => _table.Count,
    };

    /// <summary>Adds a member; false when it was there.</summary>
    public bool Add(scoped ReadOnlySpan<byte> member)
    {
        if (_encoding == SetEncoding.Integers)
        {
            if (Numbers.TryParseInt64(member, out long number))
                return AddInteger(number);
            LeaveIntegers(member);
        }

        if (_encoding == SetEncoding.Packed)
        {
            if (Listpack.Find(_bytes, member) >= 0)
                return false;
            if (_settings.AllowsPacked(Count + 1, member.Length))
            {
                AddPacked(member);
                return true;
            }

            ToTable();
        }

        if (_table.TryFind(member, out _))
            return false;
        Open();
        _table.Add(member, 0);
        return true;
    }

    /// <summary>Removes a member; false when it was not there. A set that is empty then must be removed by the caller.</summary>
    public bool Remove(scoped ReadOnlySpan<byte> member)
    {
        if (_encoding == SetEncoding.Integers)
        {
            if (!Numbers.TryParseInt64(member, out long number) || !IntegerSet.TryFind(_bytes, number, out int index))
                return false;
            Open();
            IntegerSet.Remove(_writable, index);
            return true;
        }

        if (_encoding == SetEncoding.Packed)
        {
            int position = Listpack.Find(_bytes, member);
            if (position < 0)
                return false;
            Open();
            Listpack.Delete(_writable, position, 1);
            return true;
        }

        if (!_table.TryFind(member, out MemberSlot slot))
            return false;
        Open();
        _table.Remove(slot);
        return true;
    }

    /// <summary>Ends the changes: room that was taken ahead, or has become free, is given back.</summary>
    public void Close()
    {
        if (!_isOpen || _encoding == SetEncoding.Table)
            return;
        int used = _encoding == SetEncoding.Integers ? IntegerSet.LengthOf(_bytes) : Listpack.LengthOf(_bytes);
        if (used != _bytes.Length)
            _keyspace.Edit(ref _entry, used);
        _isOpen = false;
    }

    private bool AddInteger(long number)
    {
        if (IntegerSet.TryFind(_bytes, number, out int index))
            return false;
        if (!_settings.AllowsIntegers(Count + 1))
        {
            // No room among the integers: what would be next best decides for itself.
            Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
            ReadOnlySpan<byte> member = text[..Numbers.FormatInt64(text, number)];
            LeaveIntegers(member);
            return Add(member);
        }

        Reserve(IntegerSet.LengthOf(_bytes), IntegerSet.GrowthBy(_bytes, number), IntegerSet.Width(_bytes));
        IntegerSet.Insert(_writable, index, number);
        return true;
    }

    private void AddPacked(scoped ReadOnlySpan<byte> member)
    {
        int size = ListpackEntry.SizeOf(member);
        Reserve(Listpack.LengthOf(_bytes), size, size);
        Listpack.Insert(_writable, Listpack.End(_bytes), member);
    }

    /// <summary>Opens the bytes with room for more, and for some of those that are expected to follow.</summary>
    private void Reserve(int used, int growth, int each)
    {
        if (_bytes.Length - used >= growth)
        {
            Open();
            return;
        }

        int ahead = (int)Math.Min(MostAhead, (long)Expected * each);
        _writable = _keyspace.Edit(ref _entry, used + growth + ahead);
        _bytes = _writable;
        _isOpen = true;
    }

    private void Open()
    {
        if (_isOpen)
            return;
        _writable = _keyspace.Edit(ref _entry);
        _bytes = _writable;
        _isOpen = true;
        if (_encoding == SetEncoding.Table)
            _table = new MemberTable(_keyspace.Blocks(ref _entry), _writable, 0);
    }

    /// <summary>Integers become a packed set where one more member, which is none or too many, may be packed; else a table.</summary>
    private void LeaveIntegers(scoped ReadOnlySpan<byte> member)
    {
        int count = (int)Count;
        if (!_settings.AllowsPacked(count + 1, Math.Max(member.Length, LongestText())))
        {
            ToTable();
            return;
        }

        int length = IntegerSet.LengthOf(_bytes);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> old = rented.AsSpan(0, length);
        _bytes[..length].CopyTo(old);

        int packed = Listpack.EmptyLength;
        for (int i = 0; i < count; i++)
            packed += ListpackEntry.SizeOf(IntegerSet.ValueAt(old, i));
        _writable = _keyspace.Edit(ref _entry, packed);
        int at = Listpack.First;
        for (int i = 0; i < count; i++)
            at += ListpackEntry.Write(_writable[at..], IntegerSet.ValueAt(old, i));
        Listpack.Seal(_writable, count);
        Become(SetEncoding.Packed);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private readonly int LongestText()
    {
        int count = (int)Count;
        return count == 0 ? 0 : Math.Max(Numbers.LengthOfInt64(IntegerSet.ValueAt(_bytes, 0)),
            Numbers.LengthOfInt64(IntegerSet.ValueAt(_bytes, count - 1)));
    }

    /// <summary>The packed members go to a table. Key, expiry and tags stay.</summary>
    private void ToTable()
    {
        int length = _bytes.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        _bytes.CopyTo(rented);
        var old = new SetReader(rented.AsSpan(0, length), _encoding);

        _writable = _keyspace.Edit(ref _entry, MemberTable.RootLength);
        _writable.Clear();
        Become(SetEncoding.Table);
        _table = new MemberTable(_keyspace.Blocks(ref _entry), _writable, 0);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        ElementPosition position = default;
        while (old.Next(ref position, out PackedElement member))
            _table.Add(member.Text(text), 0);
        ArrayPool<byte>.Shared.Return(rented);
    }

    private void Become(SetEncoding encoding)
    {
        _keyspace.SetEncoding(ref _entry, (byte)encoding);
        _encoding = encoding;
        _bytes = _writable;
        _isOpen = true;
    }
}
