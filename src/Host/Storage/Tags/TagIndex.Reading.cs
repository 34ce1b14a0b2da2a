using System.Runtime.CompilerServices;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>What there is, without changing it.</summary>
internal sealed unsafe partial class TagIndex
{
    /// <summary>How many keys carry a tag, exactly.</summary>
    public long CountOf(ReadOnlySpan<byte> tag)
    {
        ulong hash = KeyHash.Of(tag);
        using (Gate.Hold())
        {
            ulong* slot = _names.Find(hash, tag);
            if (slot == null)
                return 0;
            TagNode node = new(Bucket.RecordOf(*slot));
            return HasFallen ? CountOf(node, store.Now) : node.Fields->Live->Count;
        }
    }

    /// <summary>True when counting a tag's keys is no matter of looking at more than a few hundred.</summary>
    public bool IsSettled(ReadOnlySpan<byte> tag)
    {
        if (!HasFallen)
            return true;
        using (Gate.Hold())
        {
            if (!TryFind(KeyHash.Of(tag), tag, out TagNode node))
                return true;
            TagList* live = node.Fields->Live;
            return live == null || live->Count <= CountedAtOnce || !MayHaveDead(live);
        }
    }

    public bool TryRead(ReadOnlySpan<byte> tag, out TagFacts facts)
    {
        ulong hash = KeyHash.Of(tag);
        using (Gate.Hold())
        {
            if (TryFind(hash, tag, out TagNode node))
            {
                TagFields* fields = node.Fields;
                facts = new TagFacts(fields->Generation, fields->CreatedAt, fields->LastInvalidatedAt, fields->Invalidations);
                return true;
            }

            facts = default;
            return _forgotten is not null && _forgotten.TryFind(hash, out facts);
        }
    }

    /// <summary>The number of a tag's last invalidation, or one that is at least as high.</summary>
    public long LatestOf(ulong hash)
    {
        using (Gate.Hold())
        {
            long forgotten = _forgotten?.LatestOf(hash) ?? 0;
            ulong* slot = _names.FindHash(hash);
            return slot == null ? forgotten : Math.Max(forgotten, new TagNode(Bucket.RecordOf(*slot)).Fields->Generation);
        }
    }

    /// <summary>Visits the entries that carry a tag. Alone only.</summary>
    public void Visit<TVisitor>(ReadOnlySpan<byte> tag, StoreScope scope, ref TVisitor visitor, int most = int.MaxValue)
        where TVisitor : struct, IEntryVisitor, allows ref struct
    {
        if (!TryFind(KeyHash.Of(tag), tag, out TagNode node))
            return;
        List<nint> lists = [];
        AddLists(node, lists);
        foreach (nint list in lists)
        {
            for (TagLink* link = ((TagList*)list)->Head; link != null && most > 0; link = link->Next, most--)
            {
                Record record = TagBlock.RecordOf(TagBlock.Of(link));
                Shard shard = owner[link->Shard];
                if (!shard.IsGone(record, scope.Now))
                    visitor.Visit(shard.EntryOf(KeyHash.Of(record.Key), record, scope));
            }
        }
    }

    /// <summary>Visits some tags. The cursor is a point in hash space, as that of a scan of keys.</summary>
    public ulong Scan<TVisitor>(ulong cursor, int count, ref TVisitor visitor) where TVisitor : struct, ITagVisitor, allows ref struct
    {
        const int Shift = 16;
        const int MostBuckets = 1024;
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        ulong point = cursor << Shift;
        int seen = 0;
        long now = store.Now;
        using (Gate.Hold())
        {
            for (int i = 0; i < MostBuckets && seen < count; i++)
            {
                int found = _names.ListBucket(ref point, records, out bool end);
                seen += found;
                for (int j = 0; j < found; j++)
                {
                    TagNode node = new((byte*)records[j]);
                    if (!HasFallen || CountOf(node, now) > 0)
                        visitor.Visit(node.Name);
                }

                if (end)
                    return 0;
            }
        }

        return point >> Shift;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long CountOf(TagNode node, long now)
    {
        long count = 0;
        bool ended = HasEnded(now);
        if (node.Fields->Live != null)
            count = CountLiving(node.Fields->Live, ended, now);
        for (TagList* list = node.Fields->Stale > 0 ? _stale.First : null; list != null; list = list->Next)
        {
            if (list->Node == node.Record.Address && !RecordTags.IsDead(list, now))
                count += CountLiving(list, ended, now);
        }

        return count;
    }

    private long CountLiving(TagList* list, bool ended, long now)
    {
        if (!ended && !MayHaveDead(list))
            return list->Count;
        long count = 0;
        for (TagLink* link = list->Head; link != null; link = link->Next)
            count += RecordTags.IsDead(TagBlock.Of(link), now) ? 0 : 1;
        return count;
    }
}
