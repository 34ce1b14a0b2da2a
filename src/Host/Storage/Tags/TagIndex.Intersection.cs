namespace CacheStorm.Host.Storage.Tags;

/// <summary>Entries that carry several tags at once. Alone, with the lock held.</summary>
internal sealed unsafe partial class TagIndex
{
    /// <summary>Parts the entries that carry a tag of each group from the others: they get lists of their own.</summary>
    private List<nint> Intersect(List<List<nint>> groups)
    {
        List<nint> rarest = groups.MinBy(static group => group.Sum(static list => (long)((TagList*)list)->Count))!;
        List<HashSet<nint>> others = [.. groups.Where(group => group != rarest).Select(static group => new HashSet<nint>(group))];
        List<nint> parted = [];
        foreach (nint address in rarest)
        {
            TagList* from = (TagList*)address;
            TagList* to = PartFrom(from);
            from->IsHeld = true;
            for (TagLink* link = from->Head; link != null;)
            {
                TagLink* next = link->Next;
                byte* block = TagBlock.Of(link);
                if (IsInAll(block, others) && !IsInAny(block, parted))
                    MoveLink(link, to);
                link = next;
            }

            from->IsHeld = false;
            to->IsHeld = false;
            if (to->Count > 0)
                parted.Add((nint)to);
            else
                FreeIfEmpty(to);
            FreeIfEmpty(from);
        }

        return parted;
    }

    /// <summary>An empty stale list of the same tag: whatever is to become of it, the tag's live list is another.</summary>
    private TagList* PartFrom(TagList* from)
    {
        TagList* part = NewList(from->Node, from->Bit);
        part->State = TagListState.Stale;
        part->Since = from->Since;
        part->StaleSince = from->StaleSince == 0 ? store.TagNumber : from->StaleSince;
        part->StaleUntil = from->State == TagListState.Stale ? from->StaleUntil : long.MaxValue;
        part->Round = from->Round;
        part->IsHeld = true;
        _stale.Add(part);
        HasFallen = true;
        new TagNode(from->Node).Fields->Stale++;
        return part;
    }

    private static bool IsInAll(byte* block, List<HashSet<nint>> groups)
    {
        foreach (HashSet<nint> group in groups)
        {
            bool found = false;
            for (int i = 0; i < TagBlock.CountOf(block) && !found; i++)
                found = group.Contains((nint)TagBlock.LinkAt(block, i)->List);
            if (!found)
                return false;
        }

        return true;
    }

    private static bool IsInAny(byte* block, List<nint> lists)
    {
        bool found = false;
        for (int i = 0; i < TagBlock.CountOf(block) && !found; i++)
            found = lists.Contains((nint)TagBlock.LinkAt(block, i)->List);
        return found;
    }
}
