using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Values;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Storing values of any type.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    /// <inheritdoc/>
    public override Span<byte> Create(ReadOnlySpan<byte> key, DataType type, byte encoding, int length, Expiry expiry, out Entry entry)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        StorageKind storage = type.UsesNativeBlocks ? StorageKind.Native : StorageKind.Inline;
        int hidden = storage == StorageKind.Native ? NativeRoot.Bytes : 0;
        ValueHeader header = new((byte)Registered(type), encoding, storage, checked(length + hidden), -1);
        Record record = Store(shard, hash, key, header, expiry, default);
        entry = shard.EntryOf(hash, record, _scope);
        return Shard.ValueOf(record);
    }

    /// <inheritdoc/>
    public override void Create(ReadOnlySpan<byte> key, ObjectDataType type, object value, Expiry expiry = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        long size = type.SizeOf(value);
        ValueHeader header = new((byte)Registered(type), 0, StorageKind.Object, ObjectRoot.Bytes, -1);
        Record record = StoreQuietly(shard, hash, key, header, expiry, default, out bool isNew);
        shard.PutObject(record, value, size);
        shard.Settle();
        Stored(record.Key, isNew);
    }

    private Record Store(Shard shard, ulong hash, ReadOnlySpan<byte> key, in ValueHeader header, Expiry expiry,
        ReadOnlySpan<byte> content)
    {
        Record record = StoreQuietly(shard, hash, key, header, expiry, content, out bool isNew);
        shard.Settle();
        Stored(record.Key, isNew);
        return record;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Record StoreQuietly(Shard shard, ulong hash, ReadOnlySpan<byte> key, ValueHeader header, Expiry expiry,
        ReadOnlySpan<byte> content, out bool isNew, TagNames tags = default)
    {
        ulong* slot = FindLive(shard, hash, key);
        isNew = slot == null;
        Record old = isNew ? default : new Record(Bucket.RecordOf(*slot));
        if (!isNew)
            shard.BeforeChange(hash, old);

        long expiresAt = !isNew && expiry.KeepsExisting
            ? old.HasExpiry ? old.ExpiresAt : -1
            : expiry.AppliesToNew ? Math.Max(0, expiry.UnixMilliseconds) : DefaultExpiry();
        Record record = shard.Put(hash, slot, key, header with { ExpiresAt = expiresAt, IsTagged = tags.Count > 0 }, content);
        if (tags.Count > 0)
            SetTags(shard, record, tags);
        if (isNew)
            record.Access = FirstAccess(hash);
        else
            Touch(hash, record);
        return record;
    }

    /// <summary>When a key that is stored without an expiry expires; -1: never.</summary>
    private long DefaultExpiry() => _space.DefaultTtl > 0 ? _scope.Now + _space.DefaultTtl : -1;

    private int Registered(DataType type) =>
        (uint)type.Id < (uint)_store.Types.Count && _store.Types[type.Id] == type
            ? type.Id
            : throw new InvalidOperationException($"The data type '{type.Name}' is not registered.");
}
