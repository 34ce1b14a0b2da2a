using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.Host.Storage;

/// <summary>Tags of entries: the record's side of the set's <see cref="TagIndex"/>.</summary>
internal sealed unsafe partial class Shard
{
    /// <summary>True for an entry that nobody may see any more: its time is up, or a tag of it was invalidated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsGone(Record record, long now) =>
        record.HasExpiry && record.ExpiresAt < now || record.HasTags && Owner.HasFallenTags && RecordTags.IsDead(record, now);

    /// <summary>Takes away an entry that was invalidated.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Bury(StoreScope? scope, ulong hash, ulong* slot, Record record)
    {
        Counters.Invalidated++;
        BeforeChange(hash, record);
        if ((_store.Interests & StoreInterests.Modified) != 0)
            _store.Events.Modified(scope, Owner.Space, record.Key);
        _store.Events.Invalidated(scope, Owner.Space, record.Key);
        Destroy(hash, slot, record);
    }

    /// <summary>Takes what is left of tags that were taken off all their entries out of a record.</summary>
    public Record TidyTags(ulong hash, ulong* slot, Record record)
    {
        BeforeChange(hash, record);
        Owner.Tags!.Tidy(this, record);
        return WithoutEmptyTags(slot, record);
    }

    /// <summary>The record with a place for tags.</summary>
    public Record WithTags(ulong* slot, Record record) =>
        record.HasTags ? record : Rewrite(slot, record, (byte)(record.Flags | Record.FlagTags),
            record.HasExpiry ? record.ExpiresAt : -1, record.Value, record.ValueLength);

    /// <summary>The record without a place for tags if it has none.</summary>
    public Record WithoutEmptyTags(ulong* slot, Record record) =>
        !record.HasTags || record.TagBlock != null ? record : Rewrite(slot, record, (byte)(record.Flags & ~Record.FlagTags),
            record.HasExpiry ? record.ExpiresAt : -1, record.Value, record.ValueLength);

    internal override bool TryNextTag(nint record, ref int at, out ReadOnlySpan<byte> tag)
    {
        Record found = new((byte*)record);
        tag = default;
        return found.HasTags && RecordTags.TryNext(found, ref at, out tag);
    }

    /// <summary>A record has moved: its tags go along, or it has none yet.</summary>
    private static void MoveTagBlock(Record from, Record to)
    {
        byte* block = from.HasTags ? from.TagBlock : null;
        to.TagBlock = block;
        if (block != null)
            TagBlock.Follow(block, to);
    }
}
