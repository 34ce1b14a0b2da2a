namespace CacheStorm.Plugins.Hashes;

/// <summary>Walks through all fields of a hash, those whose time is up included. A view of the entry, good until it changes.</summary>
internal ref struct FieldWalk
{
    private readonly PackedFields _packed;
    private readonly TableFields _table;
    private readonly bool _isTable;
    private ElementPosition _tablePosition;
    private int _packedPosition;

    public FieldWalk(scoped in Entry entry)
    {
        _isTable = entry.Encoding == HashLayout.Table;
        if (_isTable)
            _table = TableFields.Of(entry);
        else
            _packed = new PackedFields(entry.Value, entry.Encoding);
    }

    /// <summary>The field that the walk stands at.</summary>
    public PackedElement Field { get; private set; }

    /// <summary>Its value.</summary>
    public PackedElement Value { get; private set; }

    /// <summary>When it expires; 0: never.</summary>
    public long ExpiresAt { get; private set; }

    /// <summary>Goes on to the next field.</summary>
    public bool Next()
    {
        if (_isTable)
        {
            if (!_table.Members.Next(ref _tablePosition, out MemberSlot slot))
                return false;
            Field = new PackedElement(_table.Members.MemberAt(slot));
            Value = new PackedElement(_table.ValueAt(slot, out long expiresAt));
            ExpiresAt = expiresAt;
            return true;
        }
        if (!_packed.Next(ref _packedPosition, out PackedElement field, out PackedElement value, out long at))
            return false;
        Field = field;
        Value = value;
        ExpiresAt = at;
        return true;
    }

    /// <summary>Goes on to the next field that has not expired.</summary>
    /// <param name="now">The time.</param>
    public bool NextLive(long now)
    {
        while (Next())
        {
            if (ExpiresAt == 0 || ExpiresAt >= now)
                return true;
        }
        return false;
    }
}
