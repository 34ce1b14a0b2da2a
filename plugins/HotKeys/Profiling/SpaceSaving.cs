namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// Sums up amounts by key with room for so many keys: A. Metwally, D. Agrawal, A. El Abbadi: "Efficient Computation of Frequent and Top-k
/// Elements in Data Streams", ICDT 2005, with amounts of any size in place of ones. A key that finds no room takes that of the least key,
/// and its sum on top of its own: no sum is too low, and none is too high by more than all amounts divided by the room. The sums stand in
/// a binary heap, the least first. Not thread-safe: its stripe has the lock.
/// </summary>
internal sealed class SpaceSaving
{
    private readonly Dictionary<byte[], int> _places;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly (byte[] Key, long Sum)[] _heap;
    private int _count;

    /// <summary>Makes an empty one.</summary>
    /// <param name="room">For how many keys there is room.</param>
    public SpaceSaving(int room)
    {
        _heap = new (byte[], long)[room];
        _places = new Dictionary<byte[], int>(room, KeyBytesComparer.Instance);
        _lookup = _places.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public void Add(ReadOnlySpan<byte> key, long amount)
    {
        if (_lookup.TryGetValue(key, out int place))
        {
            _heap[place].Sum += amount;
            SinkDown(place);
            return;
        }
        if (_count < _heap.Length)
        {
            Put(_count, (key.ToArray(), amount));
            RiseUp(_count++);
            return;
        }
        (byte[] least, long sum) = _heap[0];
        _places.Remove(least);
        Put(0, (key.ToArray(), sum + amount));
        SinkDown(0);
    }

    /// <summary>Adds all keys with their sums.</summary>
    public void Collect(List<HotKey> keys)
    {
        foreach ((byte[] key, long sum) in _heap.AsSpan(0, _count))
            keys.Add(new HotKey(key, sum));
    }

    private void SinkDown(int place)
    {
        (byte[] Key, long Sum) sinking = _heap[place];
        for (int child = 2 * place + 1; child < _count; child = 2 * place + 1)
        {
            if (child + 1 < _count && _heap[child + 1].Sum < _heap[child].Sum)
                child++;
            if (_heap[child].Sum >= sinking.Sum)
                break;
            Put(place, _heap[child]);
            place = child;
        }
        Put(place, sinking);
    }

    private void RiseUp(int place)
    {
        (byte[] Key, long Sum) rising = _heap[place];
        for (int parent = (place - 1) / 2; place > 0 && _heap[parent].Sum > rising.Sum; parent = (place - 1) / 2)
        {
            Put(place, _heap[parent]);
            place = parent;
        }
        Put(place, rising);
    }

    private void Put(int place, (byte[] Key, long Sum) entry)
    {
        _heap[place] = entry;
        _places[entry.Key] = place;
    }
}
