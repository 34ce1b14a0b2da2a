namespace CacheStorm.Plugins.Sets;

/// <summary>A set for reading, however it is laid out. A view for one call: good until the next change to the entry, guarded by its lock.</summary>
internal readonly ref struct SetReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly MemberTable _table;

    public SetReader(scoped in Entry set)
    {
        _bytes = set.Value;
        Encoding = (SetEncoding)set.Encoding;
        if (Encoding == SetEncoding.Table)
            _table = new MemberTable(set.Blocks, set.Value, 0);
    }

    public SetReader(ReadOnlySpan<byte> bytes, SetEncoding encoding)
    {
        _bytes = bytes;
        Encoding = encoding;
    }

    public SetEncoding Encoding { get; }

    /// <summary>The bytes of integers or of a listpack.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public MemberTable Table => _table;

    public long Count => Encoding switch
    {
        SetEncoding.Integers => IntegerSet.Count(_bytes),
        SetEncoding.Packed => Listpack.Count(_bytes),
        _ => _table.Count,
    };

    public bool Contains(scoped ReadOnlySpan<byte> member) => Encoding switch
    {
        SetEncoding.Integers => Numbers.TryParseInt64(member, out long number) && IntegerSet.TryFind(_bytes, number, out _),
        SetEncoding.Packed => Listpack.Find(_bytes, member) >= 0,
        _ => _table.TryFind(member, out _),
    };

    /// <summary>True when a member of another set is one of this, too.</summary>
    public bool Contains(scoped PackedElement member)
    {
        if (!member.IsNumber)
            return Contains(member.Bytes);
        if (Encoding == SetEncoding.Integers)
            return IntegerSet.TryFind(_bytes, member.Number, out _);
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        return Contains(member.Text(text));
    }

    /// <summary>Walks through the members, in the order in which SMEMBERS shows them.</summary>
    public bool Next(ref ElementPosition position, out PackedElement member)
    {
        if (Encoding == SetEncoding.Table)
        {
            bool found = _table.Next(ref position, out MemberSlot slot);
            member = found ? new PackedElement(_table.MemberAt(slot)) : default;
            return found;
        }

        return Encoding == SetEncoding.Integers ? NextInteger(ref position, out member) : NextPacked(ref position, out member);
    }

    /// <summary>The member of an index; only where they are packed.</summary>
    public PackedElement At(int index) => Encoding == SetEncoding.Integers
        ? new PackedElement(IntegerSet.ValueAt(_bytes, index))
        : ListpackEntry.Read(_bytes, Listpack.Seek(_bytes, index), out _);

    /// <summary>A member by chance, each as likely as the others.</summary>
    public PackedElement Random(Random random) => Encoding == SetEncoding.Table
        ? new PackedElement(_table.MemberAt(_table.Random(random)))
        : At(random.Next((int)Count));

    private bool NextInteger(ref ElementPosition position, out PackedElement member)
    {
        int index = (int)position.Major;
        if (index >= IntegerSet.Count(_bytes))
        {
            member = default;
            return false;
        }

        member = new PackedElement(IntegerSet.ValueAt(_bytes, index));
        position = new ElementPosition(index + 1, 0);
        return true;
    }

    private bool NextPacked(ref ElementPosition position, out PackedElement member)
    {
        int at = Math.Max((int)position.Major, Listpack.First);
        if (at >= Listpack.End(_bytes))
        {
            member = default;
            return false;
        }

        member = ListpackEntry.Read(_bytes, at, out int next);
        position = new ElementPosition(next, 0);
        return true;
    }
}
