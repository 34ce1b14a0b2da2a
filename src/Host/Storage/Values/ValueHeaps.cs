namespace CacheStorm.Host.Storage.Values;

/// <summary>
/// The heaps of all large values, by the number that stands in a value's table. Adding and removing have a lock of their own, under which
/// nobody is called; looking one up needs none, as whoever has a number came by it under the lock of the shard that the value is in.
/// </summary>
internal sealed class ValueHeaps
{
    private readonly Lock _gate = new();
    private readonly Stack<int> _free = new();
    private ValueHeap?[] _heaps = new ValueHeap?[16];
    private int _untouched;

    public ValueHeap this[int number] =>
        Volatile.Read(ref _heaps)[number] ?? throw new InvalidOperationException("No value's heap has this number.");

    /// <summary>How many large values there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _untouched - _free.Count;
        }
    }

    public void Add(ValueHeap heap)
    {
        lock (_gate)
        {
            if (!_free.TryPop(out int number))
            {
                number = _untouched++;
                if (number == _heaps.Length)
                {
                    ValueHeap?[] wider = new ValueHeap?[_heaps.Length * 2];
                    _heaps.CopyTo(wider, 0);
                    Volatile.Write(ref _heaps, wider);
                }
            }

            heap.Number = number;
            _heaps[number] = heap;
        }
    }

    public void Remove(ValueHeap heap)
    {
        lock (_gate)
        {
            _heaps[heap.Number] = null;
            _free.Push(heap.Number);
        }
    }
}
