using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>
/// Native blocks of entries. Who asks for an entry's blocks gets a lease that ends with the next change that may move
/// records; some are good at the same time, for copying from one entry to another.
/// </summary>
internal sealed unsafe partial class StoreKeyspace : INativeBlockOwner
{
    private readonly BlockLease[] _leases = new BlockLease[4];
    private int _nextLease;

    /// <inheritdoc/>
    public override NativeBlocks Blocks(ref Entry entry)
    {
        Fresh(entry, out Record record);
        if (record.Storage != StorageKind.Native)
            throw new InvalidOperationException($"Values of the type '{entry.Type.Name}' have no native blocks.");
        return Lease(record, entry.Hash);
    }

    long INativeBlockOwner.Allocate(nint record, int length)
    {
        Shard shard = Leased(record);
        long handle = Shard.NativeRootOf(new Record((byte*)record)).Allocate(shard.Heap, length);
        shard.Settle();
        return handle;
    }

    void INativeBlockOwner.Free(nint record, long handle)
    {
        Shard shard = Leased(record);
        Shard.NativeRootOf(new Record((byte*)record)).Free(shard.Heap, handle);
        shard.Settle();
    }

    Span<byte> INativeBlockOwner.Resolve(nint record, long handle)
    {
        Leased(record);
        return Shard.NativeRootOf(new Record((byte*)record)).Resolve(handle);
    }

    long INativeBlockOwner.TotalBytes(nint record)
    {
        Leased(record);
        return Shard.NativeRootOf(new Record((byte*)record)).TotalBytes;
    }

    private NativeBlocks Lease(Record record, ulong hash)
    {
        _leases[_nextLease] = new BlockLease((nint)record.Address, CoveredShard(hash), _scope.Generation);
        _nextLease = (_nextLease + 1) & (_leases.Length - 1);
        return new NativeBlocks(this, (nint)record.Address);
    }

    private Shard Leased(nint record)
    {
        foreach (ref readonly BlockLease lease in _leases.AsSpan())
        {
            if (lease.Record == record && lease.Generation == _scope.Generation)
                return lease.Shard;
        }

        ThrowStale();
        return null;
    }

    private readonly record struct BlockLease(nint Record, Shard Shard, int Generation);
}
