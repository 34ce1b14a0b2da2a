using CacheStorm.Host.Storage.Memory;
using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// The tags of one set of shards: which there are, and which entries carry them. Goes with the data when namespaces are swapped, and with it
/// when they are emptied. Everything here is guarded by <see cref="Gate"/>, the innermost of the store's locks, taken with or without a
/// shard's; what an entry reads of its lists without it is changed only by calls that run alone.
/// </summary>
/// <remarks>
/// An entry points at a block of links, one a tag; each link is in the list of a tag. Invalidating takes the list from the tag and declares it
/// dead, so it costs the same for one key and for a million; entries are looked at for being dead only while there are such lists. A collector
/// works them off. Counts are those of the lists; only entries that are in a dead list and in others make them too high, until they are
/// collected. Whether a list can have such entries is seen by comparing which tags ever met in an entry, in 64 bits.
/// </remarks>
internal sealed unsafe partial class TagIndex(Store store, ShardSet owner)
{
    private readonly ShardHeap _heap = new(NativePools.Pages);
    private readonly SegmentTable _names = new(NativePools.Segments);
    private readonly TagHierarchy _hierarchy = new();
    private ForgottenTags? _forgotten;
    private long _reported;
    private bool _isCounted = true;
    private int _ordinal;

    public SpinGate Gate { get; } = new();

    /// <summary>True while there are entries that are dead, or stale: then those that carry tags have to be looked at. Needs no lock.</summary>
    public bool HasFallen { get; private set; }

    /// <summary>How many tags are carried. Needs no lock.</summary>
    public long Count => _names.Count;

    /// <summary>What names, lists and links between tags cost. Needs no lock.</summary>
    public long UsedBytes => _heap.UsedBytes + _names.Bytes + _hierarchy.Bytes;

    public TagHierarchy Hierarchy => _hierarchy;

    /// <summary>Gives a record its first tags: it has room for them, and none yet.</summary>
    public void Attach<TNames>(Shard shard, Record record, scoped in TNames names) where TNames : ITagNames, allows ref struct
    {
        using (Gate.Hold())
        {
            nint* lists = stackalloc nint[names.Count];
            int count = 0;
            for (int i = 0; i < names.Count; i++)
            {
                nint list = (nint)LiveListOf(FindOrAdd(names[i]));
                if (!new ReadOnlySpan<nint>(lists, count).Contains(list))
                    lists[count++] = list;
            }

            byte* block = shard.Heap.Allocate(TagBlock.SizeFor(count));
            TagBlock.Begin(block, record, count);
            for (int i = 0; i < count; i++)
                Push((TagList*)lists[i], TagBlock.LinkAt(block, i), i, shard.Index);
            NoteMates(block);
            record.TagBlock = block;
            Settle();
        }
    }

    /// <summary>True when a record carries exactly these tags, in this order, and none is to be renewed: storing it anew needs no change.</summary>
    public bool Carries<TNames>(Record record, scoped in TNames names) where TNames : ITagNames, allows ref struct
    {
        byte* block = record.TagBlock;
        if (block == null || TagBlock.CountOf(block) != names.Count)
            return false;
        for (int i = 0; i < names.Count; i++)
        {
            TagList* list = TagBlock.LinkAt(block, i)->List;
            if (list->State != TagListState.Live || !new TagNode(list->Node).Name.SequenceEqual(names[i]))
                return false;
        }

        return true;
    }

    /// <summary>Adds tags to those that a record has; it has a place for them.</summary>
    /// <returns>How many were new; -1: there would be too many.</returns>
    public int Add<TNames>(Shard shard, Record record, scoped in TNames names) where TNames : ITagNames, allows ref struct
    {
        using (Gate.Hold())
        {
            byte* old = record.TagBlock;
            nint* lists = stackalloc nint[names.Count];
            int added = 0;
            for (int i = 0; i < names.Count; i++)
            {
                TagNode node = FindOrAdd(names[i]);
                if (old != null && FindLink(old, node) != null)
                    continue;
                nint list = (nint)LiveListOf(node);
                if (!new ReadOnlySpan<nint>(lists, added).Contains(list))
                    lists[added++] = list;
            }

            int kept = CountKept(old);
            if (kept + added > TagNames.MaxOfEntry)
            {
                for (int i = 0; i < added; i++)
                    FreeIfEmpty((TagList*)lists[i]);
                added = -1;
            }
            else if (added > 0)
            {
                byte* block = Rebuild(shard, record, old, kept, added);
                for (int i = 0; i < added; i++)
                    Push((TagList*)lists[i], TagBlock.LinkAt(block, kept + i), kept + i, shard.Index);
                NoteMates(block);
            }

            Settle();
            return added;
        }
    }

    /// <summary>Takes tags off a record. A tag that is stale goes from sight, but the grace of the entry ends as it would.</summary>
    /// <returns>How many it carried.</returns>
    public int Remove<TNames>(Shard shard, Record record, scoped in TNames names) where TNames : ITagNames, allows ref struct
    {
        using (Gate.Hold())
        {
            int removed = 0;
            byte* block = record.TagBlock;
            for (int i = 0; i < names.Count; i++)
            {
                if (!TryFind(KeyHash.Of(names[i]), names[i], out TagNode node))
                    continue;
                TagLink* link = FindLink(block, node);
                if (link == null)
                    continue;
                removed++;
                MoveLink(link, link->List->State == TagListState.Stale ? NamelessFor(block, link) : RemovedList());
            }

            if (removed > 0)
                TidyBlock(shard, record);
            Settle();
            return removed;
        }
    }

    /// <summary>Takes the links of removed tags out of a record's block. A record that has none left has no block.</summary>
    public void Tidy(Shard shard, Record record)
    {
        using (Gate.Hold())
        {
            TidyBlock(shard, record);
            Settle();
        }
    }

    /// <summary>Takes all tags off a record that goes or is stored anew, and settles whose invalidation it was that it died of.</summary>
    public void Detach(Shard shard, Record record)
    {
        if (record.TagBlock == null)
            return;
        using (Gate.Hold())
            DropLinks(shard, record);
        RunDue();
    }

    /// <summary>Takes a record that goes out of its lists and out of the shard's table, in one step for whoever counts.</summary>
    public void TakeOut(Shard shard, ulong hash, ulong* slot, Record record)
    {
        if (record.TagBlock == null)
        {
            shard.Table.Remove(hash, slot);
            return;
        }

        using (Gate.Hold())
        {
            DropLinks(shard, record);
            shard.Table.Remove(hash, slot);
        }

        RunDue();
    }

    private void DropLinks(Shard shard, Record record)
    {
        byte* block = record.TagBlock;
        if (_deadLists > 0)
            Attribute(block);
        int count = TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
            Drop(TagBlock.LinkAt(block, i));
        shard.Heap.Free(block);
        record.TagBlock = null;
        Settle();
    }

    /// <summary>Moves all tags of a record to another one, which has room for them and none yet.</summary>
    public void Transplant(Shard source, Record from, Shard target, Record to)
    {
        byte* old = from.TagBlock;
        if (old == null)
            return;
        using (Gate.Hold())
        {
            int count = TagBlock.CountOf(old);
            byte* block = target.Heap.Allocate(TagBlock.SizeFor(count));
            TagBlock.Begin(block, to, count);
            for (int i = 0; i < count; i++)
                Replace(TagBlock.LinkAt(old, i), TagBlock.LinkAt(block, i), i, target.Index);
            source.Heap.Free(old);
            from.TagBlock = null;
            to.TagBlock = block;
        }
    }

    /// <summary>Gives a record the tags of another one; it has room for them and none yet.</summary>
    public void Duplicate(Record from, Shard target, Record to)
    {
        byte* original = from.TagBlock;
        if (original == null)
            return;
        using (Gate.Hold())
        {
            int count = TagBlock.CountOf(original);
            byte* block = target.Heap.Allocate(TagBlock.SizeFor(count));
            TagBlock.Begin(block, to, count);
            for (int i = 0; i < count; i++)
            {
                TagLink* link = TagBlock.LinkAt(original, i);
                Push(link->List, TagBlock.LinkAt(block, i), i, target.Index);
                TagBlock.LinkAt(block, i)->Round = link->Round;
            }

            to.TagBlock = block;
        }
    }

    /// <summary>Frees all. Nobody sees the set any more.</summary>
    public void FreeAll()
    {
        using (Gate.Hold())
        {
            _names.Clear();
            _heap.FreeAll();
        }
    }

    /// <summary>Takes it out of the account for good.</summary>
    public void LeaveAccount()
    {
        using (Gate.Hold())
        {
            store.Account(-_reported);
            _reported = 0;
            _isCounted = false;
        }
    }

    /// <summary>Tells the accounts what has changed, and of a hierarchy that was changed alone.</summary>
    public void Settle()
    {
        long moved = UsedBytes - _reported;
        if (moved == 0 || !_isCounted)
            return;
        _reported += moved;
        store.Account(moved);
        owner.Space.Account(moved);
    }

    /// <summary>What the accounts know of it.</summary>
    public long ReportedBytes => _reported;

}
