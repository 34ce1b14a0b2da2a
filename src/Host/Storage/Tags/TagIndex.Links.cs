namespace CacheStorm.Host.Storage.Tags;

/// <summary>Links and the lists that they are in. With the lock held.</summary>
internal sealed unsafe partial class TagIndex
{
    // Where links of removed tags stay for the moment until their block is tidied.
    private TagList* _removed;

    private static void Push(TagList* list, TagLink* link, int place, int shard)
    {
        link->Begin(list, place, shard);
        Chain(list, link);
    }

    private static void Chain(TagList* list, TagLink* link)
    {
        link->List = list;
        link->Previous = null;
        link->Next = list->Head;
        if (list->Head != null)
            list->Head->Previous = link;
        list->Head = link;
        list->Count++;
    }

    private static void Unchain(TagLink* link)
    {
        TagList* list = link->List;
        if (link->Previous == null)
            list->Head = link->Next;
        else
            link->Previous->Next = link->Next;
        if (link->Next != null)
            link->Next->Previous = link->Previous;
        list->Count--;
    }

    /// <summary>Lets a link take the place of another one in its list.</summary>
    private static void Replace(TagLink* old, TagLink* link, int place, int shard)
    {
        TagList* list = old->List;
        link->Begin(list, place, shard);
        link->Round = old->Round;
        link->Previous = old->Previous;
        link->Next = old->Next;
        if (old->Previous == null)
            list->Head = link;
        else
            old->Previous->Next = link;
        if (old->Next != null)
            old->Next->Previous = link;
    }

    private void Drop(TagLink* link)
    {
        TagList* list = link->List;
        if (list->State == TagListState.Dead)
            DeadLinks--;
        Unchain(link);
        FreeIfEmpty(list);
    }

    private void MoveLink(TagLink* link, TagList* to)
    {
        TagList* from = link->List;
        Unchain(link);
        Chain(to, link);
        to->Bit |= from->Bit;
        to->Mates |= from->Mates;
        FreeIfEmpty(from);
    }

    /// <summary>Where a link goes whose tag is taken off. Never worked off: its blocks are tidied before the lock is released.</summary>
    private TagList* RemovedList()
    {
        if (_removed == null)
        {
            _removed = NewList(null, 0);
            _removed->State = TagListState.Removed;
        }

        return _removed;
    }

    /// <summary>Where a stale link goes whose tag is taken off: an entry is in a list once.</summary>
    private TagList* NamelessFor(byte* block, TagLink* link)
    {
        TagList* nameless = NamelessLike(link->List);
        int count = TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            TagLink* other = TagBlock.LinkAt(block, i);
            if (other->List != nameless)
                continue;
            // Whoever has to renew the one has to renew the other.
            if (link->Round != nameless->Round)
                other->Round = link->Round;
            return RemovedList();
        }

        return nameless;
    }

    /// <summary>A stale list that no tag leads to and that ends as another one does.</summary>
    private TagList* NamelessLike(TagList* stale)
    {
        for (TagList* list = _stale.First; list != null; list = list->Next)
        {
            if (list->Node == null && list->StaleUntil == stale->StaleUntil && list->StaleSince == stale->StaleSince && list->Since == stale->Since && list->Round == stale->Round)
                return list;
        }

        TagList* nameless = NewList(null, stale->Bit);
        nameless->State = TagListState.Stale;
        nameless->StaleUntil = stale->StaleUntil;
        nameless->Since = stale->Since;
        nameless->StaleSince = stale->StaleSince;
        nameless->Round = stale->Round;
        _stale.Add(nameless);
        return nameless;
    }

    /// <summary>The link by which a block's entry carries a tag; null: it does not.</summary>
    private static TagLink* FindLink(byte* block, TagNode node)
    {
        int count = TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            TagLink* link = TagBlock.LinkAt(block, i);
            if (link->List->Node == node.Record.Address)
                return link;
        }

        return null;
    }

    /// <summary>How many of a block's links are more than traces of tags that were taken off.</summary>
    private static int CountKept(byte* block)
    {
        int kept = 0;
        int count = block == null ? 0 : TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
            kept += TagBlock.LinkAt(block, i)->List->State != TagListState.Removed ? 1 : 0;
        return kept;
    }

    private void TidyBlock(Shard shard, Records.Record record)
    {
        byte* old = record.TagBlock;
        int kept = CountKept(old);
        if (kept < TagBlock.CountOf(old))
            Rebuild(shard, record, old, kept, 0);
        FreeIfEmpty(_removed);
    }

    /// <summary>Makes a record's block anew, with room behind the links that are kept.</summary>
    private byte* Rebuild(Shard shard, Records.Record record, byte* old, int kept, int room)
    {
        byte* block = kept + room == 0 ? null : shard.Heap.Allocate(TagBlock.SizeFor(kept + room));
        if (block != null)
            TagBlock.Begin(block, record, kept + room);
        int place = 0;
        int count = old == null ? 0 : TagBlock.CountOf(old);
        for (int i = 0; i < count; i++)
        {
            TagLink* link = TagBlock.LinkAt(old, i);
            if (link->List->State != TagListState.Removed)
                Replace(link, TagBlock.LinkAt(block, place), place++, shard.Index);
            else
                Drop(link);
        }

        if (old != null)
            shard.Heap.Free(old);
        record.TagBlock = block;
        return block;
    }

    /// <summary>Notes in the lists of an entry's tags which tags meet in it.</summary>
    private static void NoteMates(byte* block)
    {
        int count = TagBlock.CountOf(block);
        if (count == 1)
            return;
        ulong any = 0, several = 0;
        for (int i = 0; i < count; i++)
        {
            ulong bits = TagBlock.LinkAt(block, i)->List->Bit;
            several |= any & bits;
            any |= bits;
        }

        for (int i = 0; i < count; i++)
        {
            TagList* list = TagBlock.LinkAt(block, i)->List;
            list->Mates |= any & ~list->Bit | several;
        }
    }

    /// <summary>Frees a list that no entry is in any more, and its tag when that was the last.</summary>
    private void FreeIfEmpty(TagList* list)
    {
        if (list == null || list->Count > 0 || list->IsHeld)
            return;
        byte* node = list->Node;
        switch (list->State)
        {
            case TagListState.Live:
                new TagNode(node).Fields->Live = null;
                break;
            case TagListState.Stale:
                _stale.Remove(list);
                if (node != null)
                    new TagNode(node).Fields->Stale--;
                break;
            default:
                if (list == _removed)
                    _removed = null;
                else
                    WorkedOff(list);
                break;
        }

        Unname(list);
        _heap.Free((byte*)list);
        HasFallen = _deadLists > 0 || _stale.First != null;
    }
}
