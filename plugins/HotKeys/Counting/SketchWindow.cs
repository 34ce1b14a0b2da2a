namespace CacheStorm.Plugins.HotKeys;

/// <summary>What was counted in one stretch of time: the sketch and the keys that lead it. Not thread-safe: its stripe has the lock.</summary>
internal sealed class SketchWindow(int counters)
{
    private readonly HeavyKeeper _sketch = new(counters);

    public Candidates Leaders { get; } = new();

    /// <summary>Whether nothing was counted.</summary>
    public bool IsEmpty { get; private set; } = true;

    public void Add(ulong hash, ReadOnlySpan<byte> key)
    {
        IsEmpty = false;
        uint count = _sketch.Add(hash);
        Leaders.Offer(hash, key, count);
    }

    public uint CountOf(ulong hash) => Math.Max(_sketch.CountOf(hash), Leaders.CountOf(hash));

    public void Clear()
    {
        if (IsEmpty)
            return;
        IsEmpty = true;
        _sketch.Clear();
        Leaders.Clear();
    }
}
