using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The blocks of an entry for whoever only reads them: a type that writes its value down, a snapshot. Good as long as the entry is:
/// under its shard's lock, until the next change. Holds nothing.
/// </summary>
internal sealed unsafe class NativeBlockReader : INativeBlockOwner
{
    public static readonly NativeBlockReader Instance = new();

    public long Allocate(nint record, int length) => throw ReadOnly();

    public void Free(nint record, long handle) => throw ReadOnly();

    public Span<byte> Resolve(nint record, long handle) => Shard.NativeRootOf(new Record((byte*)record)).Resolve(handle);

    public long TotalBytes(nint record) => Shard.NativeRootOf(new Record((byte*)record)).TotalBytes;

    private static InvalidOperationException ReadOnly() =>
        new("These blocks are for reading; Keyspace.Blocks gives those that may be changed.");
}
