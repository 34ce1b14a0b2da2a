using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>
/// A namespace as one call sees it. Belongs to the call's scope and its thread; the shards of the keys it is asked for
/// are locked by the dispatcher, which told the scope so.
/// </summary>
internal sealed unsafe partial class StoreKeyspace : Keyspace
{
    private readonly Store _store;
    private readonly Namespace _space;
    private readonly StoreScope _scope;

    public StoreKeyspace(Store store, Namespace space, StoreScope scope)
    {
        _store = store;
        _space = space;
        _scope = scope;
    }

    /// <inheritdoc/>
    public override int Index => _space.Index;

    /// <inheritdoc/>
    public override string Name => _space.Name;

    /// <inheritdoc/>
    public override long Count => _space.Set.CountEntries(_scope.Now);

    public Namespace Space => _space;

    public StoreScope Scope => _scope;

    /// <inheritdoc/>
    public override LookupResult GetString(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, Lookup lookup = Lookup.Read)
    {
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ulong* slot = FindLive(shard, hash, key, lookup);
        if (slot == null)
        {
            value = default;
            Missed(shard, key, lookup);
            return LookupResult.Missing;
        }

        Record record = new(Bucket.RecordOf(*slot));
        Used(shard, hash, record, lookup);
        if (record.Type != 0)
        {
            value = default;
            return LookupResult.WrongType;
        }

        value = record.Value;
        return LookupResult.Found;
    }

    /// <inheritdoc/>
    public override bool TryFind(ReadOnlySpan<byte> key, out Entry entry, Lookup lookup = Lookup.Read)
    {
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ulong* slot = FindLive(shard, hash, key, lookup);
        if (slot == null)
        {
            entry = default;
            Missed(shard, key, lookup);
            return false;
        }

        Record record = new(Bucket.RecordOf(*slot));
        Used(shard, hash, record, lookup);
        entry = shard.EntryOf(hash, record, _scope);
        return true;
    }

    /// <inheritdoc/>
    public override bool Exists(ReadOnlySpan<byte> key, Lookup lookup = Lookup.Count)
    {
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ulong* slot = FindLive(shard, hash, key);
        if (slot == null)
        {
            Missed(shard, key, lookup);
            return false;
        }

        Used(shard, hash, new Record(Bucket.RecordOf(*slot)), lookup);
        return true;
    }

    /// <inheritdoc/>
    public override bool Remove(ReadOnlySpan<byte> key)
    {
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ulong* slot = FindLive(shard, hash, key);
        if (slot == null)
            return false;

        Record record = new(Bucket.RecordOf(*slot));
        shard.BeforeChange(hash, record);

        // Told while the key's bytes are still there: the caller's key may be those.
        Changed(record.Key);
        shard.Destroy(hash, slot, record);
        shard.Settle();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Shard CoveredShard(ulong hash)
    {
        int index = KeyHash.ShardOf(hash);
        if (!_scope.Covers(index))
            ThrowNotCovered();
        return _space.Set[index];
    }

    /// <summary>
    /// The slot of the key's record. One whose time is up, or that was invalidated, goes on this occasion; one that is stale is hidden from the
    /// reader who is to renew it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong* FindLive(Shard shard, ulong hash, ReadOnlySpan<byte> key, Lookup lookup = Lookup.Peek)
    {
        ulong* slot = shard.Table.Find(hash, key);
        if (slot == null)
            return null;
        Record record = new(Bucket.RecordOf(*slot));
        if (record.HasExpiry && record.ExpiresAt < _scope.Now)
            return Expire(shard, hash, slot, record);
        return record.HasTags && shard.Owner.HasFallenTags ? FindFallen(shard, hash, slot, record, lookup) : slot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong* Expire(Shard shard, ulong hash, ulong* slot, Record record)
    {
        shard.Expire(_scope, hash, slot, record);
        shard.Settle();
        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Used(Shard shard, ulong hash, Record record, Lookup lookup)
    {
        if ((lookup & Lookup.Count) != 0)
            shard.Counters.Hits++;
        if ((lookup & Lookup.Touch) != 0)
            Touch(hash, record, lookup);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Touch(ulong hash, Record record, Lookup lookup = Lookup.Touch)
    {
        if (_space.PolicyOwnsAccess || _scope.NoTouch)
            TouchByPolicy(hash, record, lookup);
        else if (record.Access != _scope.Clock)
            record.Access = _scope.Clock;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TouchByPolicy(ulong hash, Record record, Lookup lookup)
    {
        if (!_scope.NoTouch || (lookup & Lookup.AlwaysTouch) == Lookup.AlwaysTouch)
            record.Access = _space.Policy.OnAccess(record.Access, hash, _scope.Clock);
    }

    private uint FirstAccess(ulong hash) =>
        _space.PolicyOwnsAccess ? _space.Policy.OnCreated(hash, _scope.Clock) : _scope.Clock;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Missed(Shard shard, ReadOnlySpan<byte> key, Lookup lookup)
    {
        if ((lookup & Lookup.Count) == 0)
            return;
        shard.Counters.Misses++;
        if ((_store.Interests & StoreInterests.Missed) != 0 && (lookup & Lookup.CountSilently) != Lookup.CountSilently)
            _store.Events.Missed(_scope, _space, key);
    }

    /// <summary>Counts a change and tells it. Entries found before are stale from here on, unless nothing can have moved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Changed(ReadOnlySpan<byte> key, bool moved = true)
    {
        _scope.Context.ChangeCount++;
        if (moved)
            _scope.Generation++;
        if (_store.Interests != StoreInterests.None)
            TellModified(key);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellModified(ReadOnlySpan<byte> key)
    {
        if ((_store.Interests & StoreInterests.Modified) != 0)
            _store.Events.Modified(_scope, _space, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Stored(ReadOnlySpan<byte> key, bool isNew)
    {
        Changed(key);
        if ((_store.Interests & StoreInterests.Stored) != 0)
            _store.Events.Stored(_scope, _space, key, isNew);
    }

    [DoesNotReturn]
    private static void ThrowNotCovered() => throw new InvalidOperationException(
        "The call touches a key that its command's key specifications don't name. It must declare it, or run alone.");
}
