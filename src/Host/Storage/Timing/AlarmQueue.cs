using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Storage.Timing;

/// <summary>
/// At what time which key of a shard wants its type to be called: at most one alarm a key, the earliest first. Owned by a shard, guarded by
/// its lock; lies in the shard's heap, so that alarms are accounted like everything else, and gives the memory back when they go.
/// </summary>
/// <remarks>
/// A binary heap of 16 bytes an alarm, and an open-addressed index of the heap's places by key hash, linearly probed and never more than half
/// full. So an alarm can be moved or taken out wherever it stands, and none is left behind to be skipped later.
/// </remarks>
internal sealed unsafe class AlarmQueue(ShardHeap heap)
{
    private const int SmallestCapacity = 8;

    // By order of time, from 1 on: place i is no later than its children, 2 i and 2 i + 1. Place 0 is not used.
    private Alarm* _alarms;

    // The heap's place of a hash; 0: empty.
    private int* _index;
    private int _capacity;

    public int Count { get; private set; }

    /// <summary>The time of the first alarm; <see cref="long.MaxValue"/>: none. May be read without the lock, as a hint.</summary>
    public long Earliest { get; private set; } = long.MaxValue;

    /// <summary>Sets a key's alarm, unless it has an earlier one.</summary>
    public void Set(ulong hash, long time)
    {
        int slot = Count == 0 ? -1 : SlotOf(hash);
        if (slot >= 0)
        {
            int place = _index[slot];
            if (time < _alarms[place].Time)
                SiftUp(place, new Alarm(time, hash), slot);
        }
        else
        {
            if (Count == _capacity)
                Resize(Math.Max(SmallestCapacity, _capacity * 2));
            slot = FreeSlotOf(hash);
            SiftUp(++Count, new Alarm(time, hash), slot);
        }

        Earliest = _alarms[1].Time;
    }

    /// <summary>Takes a key's alarm out, if it has one.</summary>
    public void Remove(ulong hash)
    {
        int slot = Count == 0 ? -1 : SlotOf(hash);
        if (slot >= 0)
            RemoveAt(slot);
    }

    /// <summary>Takes the first alarm out if its millisecond has passed.</summary>
    public bool TryPop(long now, out ulong hash)
    {
        hash = 0;
        if (Earliest >= now)
            return false;
        hash = _alarms[1].Hash;
        RemoveAt(SlotOf(hash));
        return true;
    }

    /// <summary>Takes all alarms out and gives the memory back.</summary>
    public void Clear()
    {
        if (_capacity != 0)
        {
            heap.Free((byte*)_alarms);
            heap.Free((byte*)_index);
        }

        _alarms = null;
        _index = null;
        _capacity = Count = 0;
        Earliest = long.MaxValue;
    }

    private int Mask => (_capacity << 1) - 1;

    private void RemoveAt(int slot)
    {
        int place = _index[slot];
        Vacate(slot);
        Alarm last = _alarms[Count--];
        if (place <= Count)
            Refill(place, last);
        if (Count == 0)
            Clear();
        else if (_capacity > SmallestCapacity && Count <= _capacity >> 2)
            Resize(_capacity >> 1);
        Earliest = Count == 0 ? long.MaxValue : _alarms[1].Time;
    }

    /// <summary>Puts the alarm that stood last into a place that became free.</summary>
    private void Refill(int place, Alarm last)
    {
        int slot = SlotOf(last.Hash);
        if (place > 1 && _alarms[place >> 1].Time > last.Time)
        {
            SiftUp(place, last, slot);
            return;
        }

        for (int child = place << 1; child <= Count; child = place << 1)
        {
            if (child < Count && _alarms[child + 1].Time < _alarms[child].Time)
                child++;
            if (_alarms[child].Time >= last.Time)
                break;
            Move(child, place);
            place = child;
        }

        _alarms[place] = last;
        _index[slot] = place;
    }

    private void SiftUp(int place, Alarm alarm, int slot)
    {
        // The slot gets its place last: until then it may name a place that another alarm has moved to.
        for (; place > 1 && _alarms[place >> 1].Time > alarm.Time; place >>= 1)
            Move(place >> 1, place);
        _alarms[place] = alarm;
        _index[slot] = place;
    }

    private void Move(int from, int to)
    {
        int slot = SlotNaming(_alarms[from].Hash, from);
        _alarms[to] = _alarms[from];
        _index[slot] = to;
    }

    private int SlotOf(ulong hash)
    {
        for (int slot = (int)hash & Mask; _index[slot] != 0; slot = (slot + 1) & Mask)
        {
            if (_alarms[_index[slot]].Hash == hash)
                return slot;
        }

        return -1;
    }

    private int SlotNaming(ulong hash, int place)
    {
        int slot = (int)hash & Mask;
        while (_index[slot] != place)
            slot = (slot + 1) & Mask;
        return slot;
    }

    private int FreeSlotOf(ulong hash)
    {
        int slot = (int)hash & Mask;
        while (_index[slot] != 0)
            slot = (slot + 1) & Mask;
        return slot;
    }

    /// <summary>Empties a slot and pulls back what had to be put behind it.</summary>
    private void Vacate(int slot)
    {
        int next = slot;
        while (true)
        {
            next = (next + 1) & Mask;
            if (_index[next] == 0)
                break;
            int home = (int)_alarms[_index[next]].Hash & Mask;
            if (((next - home) & Mask) < ((next - slot) & Mask))
                continue;
            _index[slot] = _index[next];
            slot = next;
        }

        _index[slot] = 0;
    }

    private void Resize(int capacity)
    {
        Alarm* alarms = (Alarm*)heap.Allocate(checked((capacity + 1) * sizeof(Alarm)));
        int* index = (int*)heap.Allocate(checked(capacity * 2 * sizeof(int)));
        new Span<int>(index, capacity * 2).Clear();
        if (_capacity != 0)
        {
            new ReadOnlySpan<Alarm>(_alarms, Count + 1).CopyTo(new Span<Alarm>(alarms, Count + 1));
            heap.Free((byte*)_alarms);
            heap.Free((byte*)_index);
        }

        _alarms = alarms;
        _index = index;
        _capacity = capacity;
        for (int place = 1; place <= Count; place++)
            _index[FreeSlotOf(_alarms[place].Hash)] = place;
    }

    private readonly record struct Alarm(long Time, ulong Hash);
}
