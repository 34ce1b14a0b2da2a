namespace CacheStorm.Plugins.Eviction;

/// <summary>
/// Measures age in turnovers of the cache rather than in seconds: a tick is a small share (1/4096) of as many creations as there are keys.
/// So "among the newest percent" is a difference of ticks, and 16 bits of ticks reach 16 turnovers far.
/// Thread-safe: counters only.
/// </summary>
/// <param name="census">Says how many keys there are.</param>
internal sealed class AdmissionWindow(KeyCensus census)
{
    /// <summary>Ticks that pass while every key is replaced once.</summary>
    public const int TicksOfTurnover = 4096;

    private long _created;
    private long _nextTick = 1;
    private int _tick;

    /// <summary>The tick now, 16 bits.</summary>
    public uint Now => (uint)Volatile.Read(ref _tick) & 0xFFFF;

    /// <summary>Counts a creation.</summary>
    /// <returns>True when a tick has passed.</returns>
    public bool Count()
    {
        long created = Interlocked.Increment(ref _created);
        long next = Volatile.Read(ref _nextTick);
        if (created < next || Interlocked.CompareExchange(ref _nextTick, long.MaxValue, next) != next)
            return false;

        // This thread alone has the tick in hand until the next one is set.
        Volatile.Write(ref _tick, _tick + 1);
        Volatile.Write(ref _nextTick, created + Math.Max(1, census.Keys / TicksOfTurnover));
        return true;
    }

    /// <summary>Ticks since another one, 16 bits.</summary>
    public uint Since(uint tick) => (Now - tick) & 0xFFFF;
}
