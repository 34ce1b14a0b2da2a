namespace CacheStorm.Plugins.Tags.Changes;

/// <summary>
/// The invalidations of one namespace, the newest so many of them, and so many bytes. Guarded by its own lock, the innermost there is.
/// </summary>
internal sealed class InvalidationLog
{
    /// <summary>What an entry costs beside its tags' names, about.</summary>
    public const int EntryBytes = 96;

    /// <summary>What a tag of an entry costs beside its name, about.</summary>
    public const int TagBytes = 40;

    /// <summary>How many bytes a log holds at most.</summary>
    public const long MostBytes = 1 << 20;

    private readonly Lock _gate = new();
    private TagInvalidation?[] _ring = [];
    private int _first;
    private int _count;
    private long _bytes;
    private long _reach;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>What they cost, about.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Notes an invalidation; older ones go when there is no room. One that is too large for the log takes all before it along.</summary>
    /// <param name="what">It; has a higher number than all before.</param>
    /// <param name="most">How many the log may hold.</param>
    public void Add(TagInvalidation what, int most)
    {
        long bytes = CostOf(what);
        lock (_gate)
        {
            if (most == 0 || bytes > MostBytes)
            {
                Forget();
                _reach = what.Number;
                return;
            }

            while (_count >= most || _bytes + bytes > MostBytes)
                DropFirst();
            if (_count == _ring.Length)
                Grow();
            _ring[(_first + _count++) % _ring.Length] = what;
            _bytes += bytes;
        }
    }

    /// <summary>Forgets all. What happened is told by the namespace's floor (<see cref="KeyspaceTags.FloorNumber"/>).</summary>
    public void Clear()
    {
        lock (_gate)
            Forget();
    }

    /// <summary>The invalidations after a number, the oldest first.</summary>
    /// <param name="since">The number; of an invalidation, or of none.</param>
    /// <param name="floor">From which number on the log is whole, as far as the namespace knows.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="changes">The invalidations.</param>
    /// <param name="begin">The smallest number that the log reaches back to.</param>
    /// <returns>False when it doesn't reach back to the number.</returns>
    public bool TryRead(long since, long floor, int most, out ReadOnlySpan<TagInvalidation> changes, out long begin)
    {
        changes = default;
        lock (_gate)
        {
            begin = Math.Max(_reach, floor);
            if (since < begin)
                return false;
            int from = FirstAfter(since);
            var found = new TagInvalidation[Math.Min(most, _count - from)];
            for (int i = 0; i < found.Length; i++)
                found[i] = At(from + i);
            changes = found;
            return true;
        }
    }

    private TagInvalidation At(int index) => _ring[(_first + index) % _ring.Length]!;

    private int FirstAfter(long number)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (At(middle).Number <= number)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void DropFirst()
    {
        TagInvalidation dropped = At(0);
        _reach = dropped.Number;
        _bytes -= CostOf(dropped);
        _ring[_first] = null;
        _first = (_first + 1) % _ring.Length;
        _count--;
    }

    private void Forget()
    {
        if (_count > 0)
            _reach = At(_count - 1).Number;
        _ring = [];
        _first = _count = 0;
        _bytes = 0;
    }

    private void Grow()
    {
        var larger = new TagInvalidation?[Math.Max(16, _ring.Length * 2)];
        for (int i = 0; i < _count; i++)
            larger[i] = At(i);
        _ring = larger;
        _first = 0;
    }

    private static long CostOf(TagInvalidation what)
    {
        long bytes = EntryBytes;
        for (int i = 0; i < what.Tags.Count; i++)
            bytes += TagBytes + what.Tags[i].Length;
        return bytes;
    }
}
