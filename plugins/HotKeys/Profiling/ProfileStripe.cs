namespace CacheStorm.Plugins.HotKeys;

/// <summary>A sixteenth of the keys that a session measures, chosen by the key's bytes. Guarded by its lock.</summary>
internal sealed class ProfileStripe
{
    /// <summary>Four thousand keys a metric in all stripes: a sum is too high by a quarter of a thousandth of the total at most.</summary>
    private const int Room = 256;

    private readonly Lock _gate = new();
    private readonly SpaceSaving? _times;
    private readonly SpaceSaving? _bytes;

    public ProfileStripe(ProfileMetrics metrics)
    {
        if (metrics.HasFlag(ProfileMetrics.Cpu))
            _times = new SpaceSaving(Room);
        if (metrics.HasFlag(ProfileMetrics.Net))
            _bytes = new SpaceSaving(Room);
    }

    public void Add(ReadOnlySpan<byte> key, long nanoseconds, long bytes)
    {
        lock (_gate)
        {
            _times?.Add(key, nanoseconds);
            _bytes?.Add(key, bytes);
        }
    }

    public void CollectTimes(List<HotKey> keys)
    {
        lock (_gate)
            _times?.Collect(keys);
    }

    public void CollectBytes(List<HotKey> keys)
    {
        lock (_gate)
            _bytes?.Collect(keys);
    }
}
