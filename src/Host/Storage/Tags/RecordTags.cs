using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>What the tags of a record say of its entry: whether it still exists, is to be renewed, what they are and cost. Under the lock of the record's shard.</summary>
internal static unsafe class RecordTags
{
    /// <summary>Whether a record's entry was invalidated. With the shard's lock, once the index <see cref="TagIndex.HasFallen"/>.</summary>
    public static bool IsDead(Record record, long now)
    {
        byte* block = record.TagBlock;
        return block != null && IsDead(block, now);
    }

    /// <summary>The same, of the block of its tags. With the shard's lock or the index's.</summary>
    public static bool IsDead(byte* block, long now)
    {
        int count = TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            if (IsDead(TagBlock.LinkAt(block, i)->List, now))
                return true;
        }

        return false;
    }

    /// <summary>Whether what is in a list does not exist any more.</summary>
    public static bool IsDead(TagList* list, long now) =>
        list->State == TagListState.Dead || list->State == TagListState.Stale && list->StaleUntil <= now;

    /// <summary>
    /// Whether a record's entry is stale and nobody was sent to renew it yet: whoever asks is. With the shard's lock.
    /// </summary>
    public static bool IsToRenew(Record record)
    {
        bool first = false;
        byte* block = record.TagBlock;
        int count = block == null ? 0 : TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            TagLink* link = TagBlock.LinkAt(block, i);
            if (link->List->State != TagListState.Stale || link->Round == link->List->Round)
                continue;
            link->Round = link->List->Round;
            first = true;
        }

        return first;
    }

    /// <summary>When a record's entry is going to be gone because it is stale, in Unix milliseconds; -1: it isn't.</summary>
    public static long StaleUntil(Record record)
    {
        long until = -1;
        byte* block = record.TagBlock;
        int count = block == null ? 0 : TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            TagList* list = TagBlock.LinkAt(block, i)->List;
            if (list->State == TagListState.Stale && (until < 0 || list->StaleUntil < until))
                until = list->StaleUntil;
        }

        return until;
    }

    /// <summary>Whether a record's entry was gone, or to be renewed, when a snapshot began. With the shard's lock.</summary>
    /// <param name="record">The record.</param>
    /// <param name="number">The number of the last invalidation before the snapshot.</param>
    public static bool WasFallen(Record record, long number)
    {
        byte* block = record.TagBlock;
        int count = block == null ? 0 : TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            TagList* list = TagBlock.LinkAt(block, i)->List;
            if (list->State == TagListState.Dead && list->Since <= number || list->StaleSince != 0 && list->StaleSince <= number)
                return true;
        }

        return false;
    }

    /// <summary>What a record pays for its tags.</summary>
    public static long CostOf(Record record) =>
        record.HasTags && record.TagBlock != null ? ShardHeap.CostOf(record.TagBlock) : 0;

    /// <summary>One of a record's tags after the other. With the shard's lock.</summary>
    public static bool TryNext(Record record, ref int at, out ReadOnlySpan<byte> tag)
    {
        byte* block = record.TagBlock;
        int count = block == null ? 0 : TagBlock.CountOf(block);
        while (at < count)
        {
            TagList* list = TagBlock.LinkAt(block, at++)->List;
            if (list->Node == null)
                continue;
            tag = new TagNode(list->Node).Name;
            return true;
        }

        tag = default;
        return false;
    }
}
