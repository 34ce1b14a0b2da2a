namespace CacheStorm;

/// <summary>
/// One key with its value, as found by <see cref="Keyspace.TryFind"/>. Lives on the stack of the call that holds the key's lock.
/// A change to the keyspace by the same call makes older entries stale: using one throws instead of touching freed memory.
/// </summary>
public readonly ref struct Entry
{
    private readonly BlockOwner? _blocks;
    private readonly CallGeneration _call;
    internal readonly nint Record;
    internal readonly ulong Hash;
    internal readonly int Generation;

    internal Entry(nint record, ulong hash, CallGeneration call, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value,
        DataType type, byte encoding, long expireAt, object? @object, BlockOwner? blocks = null)
    {
        _blocks = blocks;
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
    public NativeBlocks Blocks => _blocks is null ? default : new NativeBlocks(_blocks, _call, Record, Generation, isWritable: false);
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
