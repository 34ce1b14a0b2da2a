using System.Numerics;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// What one worker counts of one command. Written by that worker only; others add up all workers' counters, a little out of date at times.
/// </summary>
internal struct CommandCounters
{
    public long Calls;
    public long Ticks;
    public long Rejected;
    public long Failed;
    public long Faults;
    public long[]? Latencies;
}

/// <summary>
/// The places of a latency histogram: four to each power of two of nanoseconds, so a percentile is off by at most an eighth.
/// </summary>
internal static class LatencyScale
{
    private const int StepsPerOctave = 4;
    private const int StepBits = 2;

    /// <summary>Enough for half an hour.</summary>
    public const int Places = 42 * StepsPerOctave;

    public static int PlaceOf(long nanoseconds)
    {
        if (nanoseconds < StepsPerOctave)
            return (int)Math.Max(0, nanoseconds);
        int octave = BitOperations.Log2((ulong)nanoseconds);
        int step = (int)(nanoseconds >> (octave - StepBits)) & (StepsPerOctave - 1);
        return Math.Min(Places - 1, (octave - StepBits + 1) * StepsPerOctave + step);
    }

    /// <summary>The longest time, in nanoseconds, that falls into a place.</summary>
    public static long UpperBound(int place)
    {
        if (place < StepsPerOctave)
            return place;
        int octave = place / StepsPerOctave + StepBits - 1;
        long step = place % StepsPerOctave;
        return ((StepsPerOctave + step + 1) << (octave - StepBits)) - 1;
    }
}
