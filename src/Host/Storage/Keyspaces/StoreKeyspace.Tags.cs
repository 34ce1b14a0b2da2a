using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.Host.Storage.Keyspaces;

/// <summary>Tags of entries.</summary>
internal sealed unsafe partial class StoreKeyspace
{
    private StoreTags? _tags;

    /// <inheritdoc/>
    public override KeyspaceTags Tags => _tags ??= new StoreTags(_store, this);

    /// <inheritdoc/>
    public override void SetString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Expiry expiry, TagNames tags)
    {
        ulong hash = _scope.HashOf(key);
        Shard shard = CoveredShard(hash);
        ValueHeader header = new(0, (byte)StringEncoding.Automatic, StorageKind.Inline, value.Length, -1);
        Record record = StoreQuietly(shard, hash, key, header, expiry, value, out bool isNew, tags);
        shard.Settle();
        Stored(record.Key, isNew);
    }

    /// <inheritdoc/>
    public override int AddTags(ref Entry entry, TagNames tags)
    {
        Shard shard = Fresh(entry, out Record record);
        if (tags.Count == 0)
            return 0;
        shard.BeforeChange(entry.Hash, record);
        ulong* slot = SlotOf(shard, entry.Hash, record);
        record = shard.WithTags(slot, record);
        int added = _space.Set.OpenTags().Add(shard, record, new ArgumentTags(tags));
        return Retagged(ref entry, shard, shard.WithoutEmptyTags(slot, record), added);
    }

    /// <inheritdoc/>
    public override int RemoveTags(ref Entry entry, TagNames tags)
    {
        Shard shard = Fresh(entry, out Record record);
        if (!record.HasTags || record.TagBlock == null)
            return 0;
        shard.BeforeChange(entry.Hash, record);
        int removed = _space.Set.Tags!.Remove(shard, record, new ArgumentTags(tags));
        return Retagged(ref entry, shard, shard.WithoutEmptyTags(SlotOf(shard, entry.Hash, record), record), removed);
    }

    private int Retagged(ref Entry entry, Shard shard, Record record, int changed)
    {
        shard.Settle();
        if (changed > 0)
            Changed(record.Key);
        else
            _scope.Generation++;
        entry = shard.EntryOf(entry.Hash, record, _scope);
        return changed;
    }

    /// <summary>Gives a record that was just stored its tags. Those of the value before, if it has any, stay when they are the same.</summary>
    private void SetTags(Shard shard, Record record, TagNames tags)
    {
        TagIndex index = _space.Set.OpenTags();
        if (record.TagBlock != null)
        {
            if (index.Carries(record, new ArgumentTags(tags)))
                return;
            index.Detach(shard, record);
        }

        index.Attach(shard, record, new ArgumentTags(tags));
    }

    /// <summary>Gives a record that was just placed the tags of the one that it is moved or copied from.</summary>
    private void TakeTags(Shard source, Record from, Shard shard, Record to, bool isCopy)
    {
        if (to.TagBlock != null)
            shard.Owner.Tags!.Detach(shard, to);
        if (from.TagBlock == null)
            return;
        if (source.Owner == shard.Owner)
        {
            if (isCopy)
                shard.Owner.Tags!.Duplicate(from, shard, to);
            else
                shard.Owner.Tags!.Transplant(source, from, shard, to);
            return;
        }

        // Its names are copied: the other namespace has tags of its own.
        ArgumentListBuilder names = new();
        int at = 0;
        while (RecordTags.TryNext(from, ref at, out ReadOnlySpan<byte> name))
            names.Add(name);
        if (names.Arguments.Count > 0)
            _space.Set.OpenTags().Attach(shard, to, new ArgumentTags(TagNames.Of(names.Arguments, 0, names.Arguments.Count)));
    }

    /// <summary>A record whose tags have to be looked at: it may be gone, or stale.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong* FindFallen(Shard shard, ulong hash, ulong* slot, Record record, Lookup lookup)
    {
        if (RecordTags.IsDead(record, _scope.Now))
        {
            shard.Bury(_scope, hash, slot, record);
            shard.Settle();
            return null;
        }

        return (lookup & Lookup.Read) == Lookup.Read && RecordTags.IsToRenew(record) ? null : slot;
    }
}
