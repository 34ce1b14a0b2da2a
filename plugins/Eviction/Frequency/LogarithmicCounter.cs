namespace CacheStorm.Plugins.Eviction;

/// <summary>
/// Redis' use counter: 8 bits that grow with the logarithm of the number of uses and fall with time (after Morris, "Counting large
/// numbers of events in small registers", 1978). An access word holds it in its low byte, and above it 16 bits of minutes: when it was
/// brought up to date last. A pure function of the word; chance comes from the caller.
/// </summary>
internal static class LogarithmicCounter
{
    /// <summary>What a new entry starts with, so that it isn't the next to go before it had a chance.</summary>
    public const int Start = 5;

    /// <summary>The largest count.</summary>
    public const int Max = 255;

    /// <summary>The access word of a counter that is up to date.</summary>
    public static uint Word(int count, uint clock) => (MinutesOf(clock) << 8) | (uint)count;

    /// <summary>The count now: one less for each period that has passed.</summary>
    /// <param name="word">The access word.</param>
    /// <param name="clock">Seconds of the access clock.</param>
    /// <param name="decayMinutes">The period; 0: it never falls.</param>
    public static int CountOf(uint word, uint clock, int decayMinutes)
    {
        int count = (int)(word & Max);
        if (decayMinutes <= 0)
            return count;
        long periods = MinutesSince(word, clock) / decayMinutes;
        return (int)Math.Max(0, count - periods);
    }

    /// <summary>The count after one more use.</summary>
    /// <param name="count">The count before.</param>
    /// <param name="logFactor">How slowly it grows.</param>
    /// <param name="chance">A random number from 0 up to 1.</param>
    public static int Grow(int count, int logFactor, double chance)
    {
        if (count >= Max)
            return Max;
        int above = Math.Max(0, count - Start);
        return chance < 1.0 / (above * (double)logFactor + 1) ? count + 1 : count;
    }

    /// <summary>Minutes since the counter was brought up to date; the 16 bits wrap after 45 days.</summary>
    public static uint MinutesSince(uint word, uint clock) => (MinutesOf(clock) - (word >> 8)) & 0xFFFF;

    private static uint MinutesOf(uint clock) => clock / 60 & 0xFFFF;
}
