namespace CacheStorm;

/// <summary>
/// One key with its value, as found by <see cref="Keyspace.TryFind"/>. Lives on the stack of the call that holds the key's lock.
/// A change to the keyspace by the same call makes older entries stale: using one throws instead of touching freed memory.
/// </summary>
public readonly ref struct Entry
{
    private readonly BlockOwner? _owner;
    private readonly bool _hasBlocks;
    private readonly CallGeneration _call;
    internal readonly nint Record;
    internal readonly ulong Hash;
    internal readonly int Generation;

    internal Entry(nint record, ulong hash, CallGeneration call, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value,
        DataType type, byte encoding, long expireAt, object? @object, BlockOwner? owner = null, bool hasBlocks = false)
    {
        _owner = owner;
        _hasBlocks = hasBlocks;
        _call = call;
        Record = record;
        Hash = hash;
        Generation = call.Generation;
        Key = key;
        Value = value;
        Type = type;
        Encoding = encoding;
        ExpireAt = expireAt;
        Object = @object;
    }

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; }
    /// <summary>The value's bytes: a string, a packed collection, or the root of a native one. Empty for managed objects.</summary>
    public ReadOnlySpan<byte> Value { get; }
    /// <summary>The value's type.</summary>
    public DataType Type { get; }
    /// <summary>The type's own number for how the value is laid out; for strings a <see cref="StringEncoding"/>.</summary>
    public byte Encoding { get; }
    /// <summary>When it expires, in Unix milliseconds; -1: never.</summary>
    public long ExpireAt { get; }
    /// <summary>The managed object of a type that keeps its values on the heap; else null.</summary>
    public object? Object { get; }
    /// <summary>
    /// The native blocks of the value, for reading them: what <see cref="DataType.Write"/> and its kin work on. A handler that changes
    /// blocks asks <see cref="Keyspace.Blocks"/> for them.
    /// </summary>
    public NativeBlocks Blocks =>
        !_hasBlocks ? default : new NativeBlocks(_owner!, _call, Record, Generation, isWritable: false);
    /// <summary>True when it carries tags.</summary>
    public bool HasTags
    {
        get
        {
            int at = 0;
            return TryNextTag(ref at, out _);
        }
    }
    /// <summary>Reads the tags that it carries, one after the other, in no particular order.</summary>
    /// <param name="at">0 to begin; moves on.</param>
    /// <param name="tag">The tag, valid as long as the entry is fresh.</param>
    /// <returns>False when there are no more.</returns>
    public bool TryNextTag(ref int at, out ReadOnlySpan<byte> tag)
    {
        tag = default;
        return _owner is not null && _owner.TryNextTag(Record, ref at, out tag);
    }

    /// <summary>
    /// What it costs in bytes, all in, as <see cref="Keyspace.MemoryUsage"/> says: for visitors, who have the entry but perhaps not its
    /// keyspace.
    /// </summary>
    /// <param name="tagBytes">The part that it pays for its tags.</param>
    public long MemoryUsage(out long tagBytes)
    {
        if (_owner is null || _call.Generation != Generation)
            throw new InvalidOperationException("The entry is stale: the keyspace was changed since it was found. It must be looked for again.");
        return _owner.CostOf(Record, out tagBytes);
    }

    /// <summary>True for a string.</summary>
    public bool IsString => Type.Id == 0;
}

/// <summary>Visits entries.</summary>
public interface IEntryVisitor
{
    /// <summary>Sees one entry; its spans are valid until the method returns.</summary>
    /// <param name="entry">The entry.</param>
    void Visit(in Entry entry);
}
