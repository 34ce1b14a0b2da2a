namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// A sixteenth of a namespace's keys, chosen by hash: a key is in one stripe only, so stripes need no merging. Counts go to the present
/// window; the one before it is only read. Guarded by its lock.
/// </summary>
internal sealed class SketchStripe(int counters)
{
    private readonly Lock _gate = new();
    private SketchWindow _present = new(counters);
    private SketchWindow _past = new(counters);

    public void Add(ulong hash, ReadOnlySpan<byte> key)
    {
        lock (_gate)
            _present.Add(hash, key);
    }

    /// <summary>The present window becomes the past one.</summary>
    /// <returns>False: there was nothing in either.</returns>
    public bool Turn()
    {
        lock (_gate)
        {
            bool used = !_present.IsEmpty || !_past.IsEmpty;
            _past.Clear();
            (_present, _past) = (_past, _present);
            return used;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _present.Clear();
            _past.Clear();
        }
    }

    /// <summary>Adds its leading keys.</summary>
    /// <param name="keys">Receives them.</param>
    /// <param name="shareOfPast">How much of the past window still counts.</param>
    /// <param name="weight">How many accesses a count stands for.</param>
    public void Collect(List<HotKey> keys, double shareOfPast, int weight)
    {
        lock (_gate)
        {
            Candidates leaders = _present.Leaders;
            for (int i = 0; i < leaders.Count; i++)
                Collect(keys, leaders, i, shareOfPast, weight);
            if (shareOfPast <= 0)
                return;
            Candidates former = _past.Leaders;
            for (int i = 0; i < former.Count; i++)
            {
                if (leaders.CountOf(former.HashAt(i)) == 0)
                    Collect(keys, former, i, shareOfPast, weight);
            }
        }
    }

    private void Collect(List<HotKey> keys, Candidates leaders, int index, double shareOfPast, int weight)
    {
        ulong hash = leaders.HashAt(index);
        double count = _present.CountOf(hash) + _past.CountOf(hash) * shareOfPast;
        long accesses = (long)Math.Round(count * weight);
        if (accesses > 0)
            keys.Add(new HotKey(leaders.KeyAt(index).ToArray(), accesses));
    }
}
