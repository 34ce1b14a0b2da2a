using CacheStorm.Host.Storage.Records;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>Lists that are worked off, those that are to be renewed, and who waits for the former.</summary>
internal sealed unsafe partial class TagIndex
{
    private readonly Dictionary<int, PendingInvalidation> _pending = [];
    private readonly List<Action> _whenSettled = [];
    private readonly List<Action> _due = [];
    private TagListQueue _fallen;
    private TagListQueue _stale;
    private int _deadLists;
    private int _pendingOrdinal;
    private volatile bool _hasDue;

    // Which tags are dead, and which met them, in bits: what a list has nothing of has no dead entries.
    private ulong _deadBits;
    private ulong _deadMates;

    /// <summary>How many links are in dead lists: dead entries, and those that died several deaths several times. Needs no lock.</summary>
    public long DeadLinks { get; private set; }

    /// <summary>How many links wait to be worked off. Needs no lock.</summary>
    public long PendingLinks
    {
        get
        {
            using (Gate.Hold())
            {
                long links = 0;
                for (TagList* list = _fallen.First; list != null; list = list->Next)
                    links += list->Count;
                return links;
            }
        }
    }

    /// <summary>How many records of the set are not dead. Those that are go from table and lists in one step, so none is counted twice.</summary>
    public long CountLiving(long now)
    {
        using (Gate.Hold())
        {
            long living = owner.Records - DeadLinks;
            bool ended = false;
            for (TagList* list = _stale.First; list != null; list = list->Next)
            {
                if (!RecordTags.IsDead(list, now))
                    continue;
                ended = true;
                living -= list->Count;
            }

            return _pending.Count == 0 && !ended ? living : owner.Records - CountDead(now);
        }
    }

    /// <summary>Ends the graces whose time has come. Alone only.</summary>
    public void EndGraces(long now)
    {
        using (Gate.Hold())
        {
            for (TagList* list = _stale.First; list != null;)
            {
                TagList* next = list->Next;
                if (RecordTags.IsDead(list, now))
                    Kill(list, store.NextTagNumber(), null);
                list = next;
            }

            Settle();
        }

        RunDue();
    }

    /// <summary>True when a grace has ended but nobody has seen to it. Needs no lock, as a hint.</summary>
    public bool HasEndedGraces(long now)
    {
        if (!HasFallen)
            return false;
        using (Gate.Hold())
            return HasEnded(now);
    }

    /// <summary>
    /// Takes back one entry that is dead, or takes the trace of a removed tag off it. Inside the gate, with no shard's lock held (or alone).
    /// </summary>
    /// <returns>False when there is nothing to take back.</returns>
    public bool WorkOffOne(StoreScope? scope)
    {
        TagList* list;
        TagLink* link;
        int index;
        using (Gate.Hold())
        {
            list = _fallen.First;
            if (list == null)
                return false;
            link = list->Head;
            index = link->Shard;
        }

        Shard shard = owner[index];
        lock (shard.Gate)
        {
            // Until the shard was locked the entry could go by itself: then it is another one's turn.
            using (Gate.Hold())
            {
                if (_fallen.First != list || list->Head != link || link->Shard != index)
                    return true;
            }

            TakeBack(scope, shard, link);
        }

        RunDue();
        return true;
    }

    /// <summary>True while a client waits for entries to be taken back.</summary>
    public bool IsAwaited
    {
        get
        {
            using (Gate.Hold())
            {
                bool awaited = _whenSettled.Count > 0;
                foreach (PendingInvalidation pending in _pending.Values)
                    awaited |= pending.HasWaiters;
                return awaited;
            }
        }
    }

    public bool WhenSettled(Action settled)
    {
        using (Gate.Hold())
        {
            if (_deadLists == 0)
                return false;
            _whenSettled.Add(settled);
            return true;
        }
    }

    private bool HasEnded(long now)
    {
        for (TagList* list = _stale.First; list != null; list = list->Next)
        {
            if (RecordTags.IsDead(list, now))
                return true;
        }

        return false;
    }

    private void TakeBack(StoreScope? scope, Shard shard, TagLink* link)
    {
        Record record = TagBlock.RecordOf(TagBlock.Of(link));
        ulong hash = KeyHash.Of(record.Key);
        ulong* slot = shard.Table.Find(hash, record);
        if (link->List->State == TagListState.Dead)
            shard.Bury(scope, hash, slot, record);
        else
            shard.TidyTags(hash, slot, record);
        shard.Settle();
    }

    /// <summary>True when entries of a list may be in dead ones as well.</summary>
    private bool MayHaveDead(TagList* list, ulong moreBits = 0, ulong moreMates = 0) =>
        ((_deadMates | moreMates) & list->Bit) != 0 && (list->Mates & (_deadBits | moreBits)) != 0;

    /// <summary>Declares a list dead. What it counts that had died before shows when it is worked off.</summary>
    private void Kill(TagList* list, long number, PendingInvalidation? waits)
    {
        byte* node = list->Node;
        if (list->State == TagListState.Stale)
        {
            _stale.Remove(list);
            if (node != null)
                new TagNode(node).Fields->Stale--;
        }
        else if (node != null)
        {
            new TagNode(node).Fields->Live = null;
        }

        if (waits is null && MayHaveDead(list))
            waits = Await();
        list->State = TagListState.Dead;
        list->Since = number;
        if (waits is not null)
        {
            list->Pending = waits.Id;
            waits.Lists++;
            waits.Keys += list->Count;
        }

        _fallen.Add(list);
        _deadLists++;
        _deadBits |= list->Bit;
        _deadMates |= list->Mates;
        DeadLinks += list->Count;
        HasFallen = true;
        if (node != null)
            DropIfBare(node);
        FreeIfEmpty(list);
    }

    private PendingInvalidation Await()
    {
        var waits = new PendingInvalidation(this, ++_pendingOrdinal);
        _pending.Add(waits.Id, waits);
        return waits;
    }

    /// <summary>An entry died of the first of its invalidations: the later ones did not hit it.</summary>
    private void Attribute(byte* block)
    {
        TagList* first = null;
        int count = TagBlock.CountOf(block);
        for (int i = 0; i < count; i++)
        {
            TagList* list = TagBlock.LinkAt(block, i)->List;
            if (list->State == TagListState.Dead && (first == null || list->Since < first->Since))
                first = list;
        }

        for (int i = 0; i < count; i++)
        {
            TagList* list = TagBlock.LinkAt(block, i)->List;
            if (list->State == TagListState.Dead && list != first && list->Pending != 0)
                _pending[list->Pending].Keys--;
        }
    }

    /// <summary>A dead or removed list is empty.</summary>
    private void WorkedOff(TagList* list)
    {
        _fallen.Remove(list);
        if (list->State != TagListState.Dead)
            return;
        if (list->Pending != 0 && --_pending[list->Pending].Lists == 0)
        {
            _pending.Remove(list->Pending, out PendingInvalidation? known);
            Call(known!.TakeWaiters());
        }

        if (--_deadLists > 0)
            return;
        _deadBits = _deadMates = 0;
        Call(_whenSettled);
        _whenSettled.Clear();
    }

    private void Call(List<Action> actions)
    {
        _due.AddRange(actions);
        _hasDue |= actions.Count > 0;
    }

    /// <summary>Calls those whose wait is over, outside the lock.</summary>
    private void RunDue()
    {
        if (!_hasDue)
            return;
        Action[] due;
        using (Gate.Hold())
        {
            due = [.. _due];
            _due.Clear();
            _hasDue = false;
        }

        foreach (Action action in due)
            action();
    }

    /// <summary>Counts dead entries one by one, each at the first dead list that it is in.</summary>
    private long CountDead(long now)
    {
        long dead = 0;
        for (TagList* list = _fallen.First; list != null; list = list->Next)
            dead += CountFirst(list, now);
        for (TagList* list = _stale.First; list != null; list = list->Next)
            dead += CountFirst(list, now);
        return dead;
    }

    private static long CountFirst(TagList* list, long now)
    {
        if (!RecordTags.IsDead(list, now))
            return 0;
        long first = 0;
        for (TagLink* link = list->Head; link != null; link = link->Next)
        {
            byte* block = TagBlock.Of(link);
            int at = 0;
            while (!RecordTags.IsDead(TagBlock.LinkAt(block, at)->List, now))
                at++;
            first += TagBlock.LinkAt(block, at) == link ? 1 : 0;
        }

        return first;
    }
}
