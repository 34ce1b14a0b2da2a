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
        Shard shard = Leased(record, out _);
        long handle = Shard.NativeRootOf(new Record((byte*)record)).Allocate(shard.Heap, length);
        shard.Settle();
        return handle;
    }

    void INativeBlockOwner.Free(nint record, long handle)
    {
        Shard shard = Leased(record, out ulong hash);

        // A snapshot still needs the block, should the handler not have opened the entry for writing yet.
        shard.BeforeChange(hash, new Record((byte*)record));
        Shard.NativeRootOf(new Record((byte*)record)).Free(shard.Heap, handle);
        shard.Settle();
    }

    Span<byte> INativeBlockOwner.Resolve(nint record, long handle)
    {
        Leased(record, out _);
        return Shard.NativeRootOf(new Record((byte*)record)).Resolve(handle);
    }

    long INativeBlockOwner.TotalBytes(nint record)
    {
        Leased(record, out _);
        return Shard.NativeRootOf(new Record((byte*)record)).TotalBytes;
    }

    private NativeBlocks Lease(Record record, ulong hash)
    {
        _leases[_nextLease] = new BlockLease((nint)record.Address, hash, CoveredShard(hash), _scope.Generation);
        _nextLease = (_nextLease + 1) & (_leases.Length - 1);
        return new NativeBlocks(this, (nint)record.Address);
    }

    private Shard Leased(nint record, out ulong hash)
    {
        foreach (ref readonly BlockLease lease in _leases.AsSpan())
        {
            if (lease.Record == record && lease.Generation == _scope.Generation)
            {
                hash = lease.Hash;
                return lease.Shard;
            }
        }

        ThrowStale();
        hash = 0;
        return null;
    }

    private readonly record struct BlockLease(nint Record, ulong Hash, Shard Shard, int Generation);
}
