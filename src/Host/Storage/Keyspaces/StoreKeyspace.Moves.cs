using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Tags;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>RENAME, MOVE and COPY: an entry goes, or is doubled, to another key.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    /// <inheritdoc/>
    public override void MoveTo(ref Entry entry, Keyspace destination, ReadOnlySpan<byte> key)
    {
        Shard source = Fresh(entry, out Record record);
        StoreKeyspace target = (StoreKeyspace)destination;
        source.BeforeChange(entry.Hash, record);
        if (target._space == _space && record.KeyEquals(key))
        {
            Changed(record.Key);
            return;
        }

        ulong hash = KeyHash.Of(key);
        Shard shard = target.CoveredShard(hash);
        Record moved = target.Place(shard, hash, key, record, _space, isCopy: false);
        if (moved.HasTags)
            target.TakeTags(source, record, shard, moved, isCopy: false);
        switch (record.Storage)
        {
            case StorageKind.Object:
                long size = Shard.ObjectRootOf(record).Size;
                shard.PutObject(moved, source.TakeObject(record), size);
                break;
            case StorageKind.Native:
                record.Value.CopyTo(moved.Value);
                source.MoveBlocks(ref Shard.NativeRootOf(moved), shard);
                break;
            default:
                record.Value.CopyTo(moved.Value);
                break;
        }

        Changed(record.Key);
        source.Forget(entry.Hash, SlotOf(source, entry.Hash, record), record);
        source.Settle();
        shard.Settle();
        target.Stored(moved.Key, isNew: true);
        shard.RenewAlarm(hash, moved, _scope);
    }

    /// <inheritdoc/>
    public override void CopyTo(ref Entry entry, Keyspace destination, ReadOnlySpan<byte> key)
    {
        Shard source = Fresh(entry, out Record record);
        StoreKeyspace target = (StoreKeyspace)destination;
        if (target._space == _space && record.KeyEquals(key))
            throw new InvalidOperationException("An entry can't be copied onto itself.");

        // An object's copy is made first: should its type throw, nothing has happened.
        object? copiedObject = record.Storage == StorageKind.Object ? ((ObjectDataType)entry.Type).Copy(entry.Object!) : null;
        ulong hash = KeyHash.Of(key);
        Shard shard = target.CoveredShard(hash);
        Record copy = target.Place(shard, hash, key, record, _space, isCopy: true);
        if (copy.HasTags)
            target.TakeTags(source, record, shard, copy, isCopy: true);
        if (copiedObject is not null)
        {
            shard.PutObject(copy, copiedObject, ((ObjectDataType)entry.Type).SizeOf(copiedObject));
        }
        else if (record.Storage == StorageKind.Native)
        {
            Shard.ValueOf(record).CopyTo(Shard.ValueOf(copy));
            Entry copied = shard.EntryOf(hash, copy, _scope);
            entry.Type.CopyBlocks(entry, copied, BlocksOf(source, record), target.BlocksOf(shard, copy), Shard.ValueOf(copy));
        }
        else
        {
            record.Value.CopyTo(copy.Value);
        }

        shard.Settle();
        target.Stored(copy.Key, isNew: true);
        shard.RenewAlarm(hash, copy, _scope);
    }

    /// <summary>
    /// A record at another key with all that the original has but its value, in place of whatever was there. One that never expires does
    /// so by this namespace's default if it is a copy or comes from elsewhere; renamed within the namespace it stays as it is. What was there
    /// counts as deleted, so the key is told of as new, as in Redis.
    /// </summary>
    private Record Place(Shard shard, ulong hash, ReadOnlySpan<byte> key, Record original, Namespace from, bool isCopy)
    {
        ulong* slot = FindLive(shard, hash, key);
        if (slot != null)
            shard.BeforeChange(hash, new Record(Bucket.RecordOf(*slot)));
        ValueHeader header = new(original.Type, original.Encoding, original.Storage, original.ValueLength,
            ExpiryOf(original, isCopy, from), original.HasTags);
        Record placed = shard.Put(hash, slot, key, header, default);
        // Another policy could not read the word.
        placed.Access = from.Policy == _space.Policy ? original.Access : FirstAccess(hash);
        return placed;
    }

    private long ExpiryOf(Record original, bool isCopy, Namespace from)
    {
        long expiresAt = original.HasExpiry ? original.ExpiresAt : isCopy || from != _space ? DefaultExpiry() : -1;
        if (from == _space || !original.HasTags)
            return expiresAt;
        // Another namespace's tags know nothing of its being stale: it ends in time all the same.
        long stale = RecordTags.StaleUntil(original);
        return stale < 0 ? expiresAt : expiresAt < 0 ? stale : Math.Min(stale, expiresAt);
    }
}
