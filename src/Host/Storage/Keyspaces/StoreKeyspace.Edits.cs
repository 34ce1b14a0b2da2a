using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Changing entries that were found.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    /// <inheritdoc/>
    public override Span<byte> Edit(scoped ref Entry entry)
    {
        Shard shard = Fresh(entry, out Record record);
        if (record.Storage == StorageKind.Object)
            ThrowNoBytes();
        shard.BeforeChange(entry.Hash, record);
        Changed(record.Key, moved: false);
        return Shard.ValueOf(record);
    }

    /// <inheritdoc/>
    public override Span<byte> Edit(scoped ref Entry entry, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Shard shard = Fresh(entry, out Record record);
        if (record.Storage == StorageKind.Object)
            ThrowNoBytes();
        shard.BeforeChange(entry.Hash, record);
        int hidden = record.Storage == StorageKind.Native ? NativeRoot.Bytes : 0;
        if (record.ValueLength != length + hidden)
        {
            record = shard.Resize(SlotOf(shard, entry.Hash, record), record, checked(length + hidden));
            shard.Settle();
        }

        if (record.Type == 0)
            record.Encoding = (byte)StringEncoding.Raw;
        Changed(record.Key);
        entry = shard.EntryOf(entry.Hash, record, _scope);
        return Shard.ValueOf(record);
    }

    /// <inheritdoc/>
    public override object EditObject(scoped ref Entry entry)
    {
        Shard shard = Fresh(entry, out Record record);
        object value = entry.Object ?? throw new InvalidOperationException("The entry's value is no managed object.");
        shard.BeforeChange(entry.Hash, record);
        Changed(record.Key, moved: false);
        return value;
    }

    /// <inheritdoc/>
    public override void Resized(ref Entry entry)
    {
        Shard shard = Fresh(entry, out Record record);
        if (entry.Type is not ObjectDataType type || entry.Object is null)
            throw new InvalidOperationException("The entry's value is no managed object.");
        shard.ObjectResized(record, type.SizeOf(entry.Object));
        shard.Settle();
    }

    /// <inheritdoc/>
    public override void SetEncoding(ref Entry entry, byte encoding)
    {
        Shard shard = Fresh(entry, out Record record);
        shard.BeforeChange(entry.Hash, record);
        record.Encoding = encoding;
        entry = shard.EntryOf(entry.Hash, record, _scope);
    }

    /// <inheritdoc/>
    public override void SetExpiry(ref Entry entry, long unixMilliseconds)
    {
        Shard shard = Fresh(entry, out Record record);
        shard.BeforeChange(entry.Hash, record);
        long expiresAt = unixMilliseconds == -1 ? -1 : Math.Max(0, unixMilliseconds);
        record = shard.SetExpiry(SlotOf(shard, entry.Hash, record), record, expiresAt);
        shard.Settle();
        Changed(record.Key);
        entry = shard.EntryOf(entry.Hash, record, _scope);
    }

    /// <inheritdoc/>
    public override EntryAccess Access(in Entry entry)
    {
        Fresh(entry, out Record record);
        uint word = record.Access;
        EvictionPolicy policy = _space.Policy;
        return new EntryAccess(word, policy.IdleSecondsOf(word, _scope.Clock), policy.FrequencyOf(word, _scope.Clock));
    }

    /// <inheritdoc/>
    public override void SetAccess(ref Entry entry, long idleSeconds, int frequency)
    {
        Fresh(entry, out Record record);
        record.Access = _space.Policy.Adjust(record.Access, idleSeconds, frequency, _scope.Clock);
    }

    /// <inheritdoc/>
    public override long MemoryUsage(in Entry entry, int samples = 5)
    {
        Shard shard = Fresh(entry, out Record record);
        return shard.CostOf(record);
    }

    /// <summary>The shard and record of an entry that is still what was found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Shard Fresh(in Entry entry, out Record record)
    {
        if (entry.Record == 0 || entry.Generation != _scope.Generation)
            ThrowStale();
        record = new Record((byte*)entry.Record);
        return CoveredShard(entry.Hash);
    }

    private static ulong* SlotOf(Shard shard, ulong hash, Record record)
    {
        ulong* slot = shard.Table.Find(hash, record);
        if (slot == null)
            ThrowStale();
        return slot;
    }

    [DoesNotReturn]
    private static void ThrowStale() => throw new InvalidOperationException(
        "The entry is stale: the keyspace was changed since it was found. It must be looked for again.");

    [DoesNotReturn]
    private static void ThrowNoBytes() => throw new InvalidOperationException("The entry's value is a managed object and has no bytes.");
}
