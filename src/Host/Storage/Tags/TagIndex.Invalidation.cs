using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>Invalidating, and taking a tag off all its entries. Alone only.</summary>
internal sealed unsafe partial class TagIndex
{
    // Entries that are taken back at once when that tells how many keys were hit: some tenths of a millisecond.
    private const int CountedAtOnce = 1000;

    /// <summary>Invalidates entries that carry tags.</summary>
    /// <param name="scope">The call.</param>
    /// <param name="groups">The tags that were named, each with its descendants.</param>
    /// <param name="how">Which entries, and how.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>What was hit. When nothing was, the number counts all the same.</returns>
    public TagInvalidationResult Invalidate(StoreScope? scope, List<List<byte[]>> groups, in TagInvalidationOptions how, long now)
    {
        EndGraces(now);
        long number = store.NextTagNumber();
        PendingInvalidation? pending = null;
        long keys;
        using (Gate.Hold())
        {
            List<List<nint>> lists = Hit(groups, number, now);
            List<nint> hit = how.Match == TagMatch.Any || groups.Count == 1 ? Distinct(lists) : Intersect(lists);
            if (how.StaleUntil > now)
                keys = MakeStale(hit, number, how.StaleUntil);
            else
                keys = KillAll(hit, number, out pending);
            Settle();
        }

        if (pending is { Lists: > 0, Keys: <= CountedAtOnce })
            WorkOff(pending, scope);
        RunDue();
        return pending switch
        {
            null => new TagInvalidationResult(number, keys, null),
            { Lists: 0 } => new TagInvalidationResult(number, pending.Keys, null),
            _ => new TagInvalidationResult(number, pending.Keys, pending),
        };
    }

    /// <summary>Takes a tag off all its entries. Those that are stale go from its sight, their grace ends as it would.</summary>
    /// <returns>How many carried it.</returns>
    public long RemoveFromAll(ReadOnlySpan<byte> tag, long now)
    {
        EndGraces(now);
        using (Gate.Hold())
        {
            if (!TryFind(KeyHash.Of(tag), tag, out TagNode node))
                return 0;
            long keys = CountOf(node, now);
            TagFields* fields = node.Fields;
            fields->Lists++;
            for (TagList* list = _stale.First; list != null; list = list->Next)
            {
                if (list->Node != node.Record.Address)
                    continue;
                Unname(list);
                fields->Stale--;
            }

            if (fields->Live != null)
            {
                TagList* live = fields->Live;
                Unname(live);
                fields->Live = null;
                live->State = TagListState.Removed;
                _fallen.Add(live);
            }

            // Held until here by one list more than there is.
            fields->Lists--;
            DropIfBare(node.Record.Address);
            Settle();
            return keys;
        }
    }

    /// <summary>Takes back all entries of an invalidation, so that it is known how many they were. Alone, or on the collector's behalf.</summary>
    public void WorkOff(PendingInvalidation pending, StoreScope? scope = null)
    {
        for (TagList* list = NextOf(pending); list != null; list = NextOf(pending))
        {
            list->IsHeld = true;
            while (list->Head != null)
                TakeBack(scope, owner[list->Head->Shard], list->Head);
            using (Gate.Hold())
            {
                list->IsHeld = false;
                FreeIfEmpty(list);
                Settle();
            }
        }
    }

    /// <summary>
    /// The data goes as a whole: what waits is told what it would have been told once all was taken back. Alone only.
    /// </summary>
    public void GiveUp()
    {
        using (Gate.Hold())
        {
            foreach (PendingInvalidation pending in _pending.Values)
            {
                pending.Lists = 0;
                Call(pending.TakeWaiters());
            }

            if (_pending.Count > 0)
                AttributeAll();
            _pending.Clear();
            Call(_whenSettled);
            _whenSettled.Clear();
        }

        RunDue();
    }

    private TagList* NextOf(PendingInvalidation pending)
    {
        TagList* list = pending.Lists == 0 ? null : _fallen.First;
        while (list != null && list->Pending != pending.Id)
            list = list->Next;
        return list;
    }

    private void AttributeAll()
    {
        for (TagList* list = _fallen.First; list != null; list = list->Next)
        {
            if (list->State != TagListState.Dead)
                continue;
            for (TagLink* link = list->Head; link != null; link = link->Next)
            {
                byte* block = TagBlock.Of(link);
                int at = 0;
                while (TagBlock.LinkAt(block, at)->List->State != TagListState.Dead)
                    at++;
                if (TagBlock.LinkAt(block, at) == link)
                    Attribute(block);
            }
        }
    }

    /// <summary>Notes the invalidation with each tag, and finds the lists of entries that carry them, group by group.</summary>
    private List<List<nint>> Hit(List<List<byte[]>> groups, long number, long now)
    {
        List<List<nint>> lists = [];
        foreach (List<byte[]> group in groups)
        {
            List<nint> ofGroup = [];
            foreach (byte[] tag in group)
            {
                ulong hash = KeyHash.Of(tag);
                if (TryFind(hash, tag, out TagNode node))
                {
                    TagFields* fields = node.Fields;
                    fields->Invalidations += fields->Generation == number ? 0 : 1;
                    fields->Generation = number;
                    fields->LastInvalidatedAt = now;
                    AddLists(node, ofGroup);
                }
                else
                {
                    TagFacts facts = default;
                    _forgotten?.TryFind(hash, out facts);
                    Forget(hash, new TagFacts(number, 0, now, facts.Invalidations + (facts.Generation == number ? 0 : 1)));
                }
            }

            lists.Add(ofGroup);
        }

        return lists;
    }

    private void AddLists(TagNode node, List<nint> lists)
    {
        if (node.Fields->Live != null)
            lists.Add((nint)node.Fields->Live);
        for (TagList* list = node.Fields->Stale > 0 ? _stale.First : null; list != null; list = list->Next)
        {
            if (list->Node == node.Record.Address)
                lists.Add((nint)list);
        }
    }

    private static List<nint> Distinct(List<List<nint>> groups)
    {
        if (groups.Count == 1)
            return groups[0];
        HashSet<nint> seen = [];
        List<nint> lists = [];
        foreach (List<nint> group in groups)
        {
            foreach (nint list in group)
            {
                if (seen.Add(list))
                    lists.Add(list);
            }
        }

        return lists;
    }

    private long KillAll(List<nint> lists, long number, out PendingInvalidation? pending)
    {
        pending = null;
        long keys = 0;
        if (MayMeet(lists))
        {
            pending = Await();
            pending.Lists++;
        }

        foreach (nint list in lists)
        {
            keys += ((TagList*)list)->Count;
            Kill((TagList*)list, number, pending);
        }

        if (pending is not null && --pending.Lists == 0)
            _pending.Remove(pending.Id);
        return keys;
    }

    private long MakeStale(List<nint> lists, long number, long until)
    {
        bool distinct = !MayMeet(lists);
        long keys = 0;
        foreach (nint address in lists)
        {
            TagList* list = (TagList*)address;
            if (distinct)
                keys += list->Count;
            if (list->State == TagListState.Live)
            {
                TagFields* fields = new TagNode(list->Node).Fields;
                fields->Live = null;
                fields->Stale++;
                list->State = TagListState.Stale;
                list->StaleSince = number;
                list->StaleUntil = until;
                _stale.Add(list);
            }

            // Invalidated once more before it was renewed: its grace does not grow by that.
            list->StaleUntil = Math.Min(list->StaleUntil, until);
            list->Since = number;
            list->Round = list->Round % TagLink.LastRound + 1;
            HasFallen = true;
        }

        return distinct ? keys : CountDistinct(lists);
    }

    private long CountDistinct(List<nint> lists)
    {
        HashSet<nint> set = [.. lists];
        long keys = 0;
        foreach (nint list in lists)
        {
            for (TagLink* link = ((TagList*)list)->Head; link != null; link = link->Next)
            {
                byte* block = TagBlock.Of(link);
                int at = 0;
                while (!set.Contains((nint)TagBlock.LinkAt(block, at)->List))
                    at++;
                if (TagBlock.LinkAt(block, at) == link && !RecordTags.IsDead(block, long.MinValue))
                    keys++;
            }
        }

        return keys;
    }

    /// <summary>True when entries may be in several of the lists, or dead already.</summary>
    private bool MayMeet(List<nint> lists)
    {
        ulong bits = 0, mates = 0;
        foreach (nint address in lists)
        {
            TagList* list = (TagList*)address;
            if (MayHaveDead(list, bits, mates))
                return true;
            bits |= list->Bit;
            mates |= list->Mates;
        }

        return false;
    }
}
