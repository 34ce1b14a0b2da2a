namespace CacheStorm.Plugins.SortedSets;

/// <summary>How long a client wants to wait, in seconds with fractions.</summary>
internal static class BlockingTimeout
{
    /// <summary>Reads a time-out.</summary>
    /// <param name="text">Seconds.</param>
    /// <param name="now">The time of the call.</param>
    /// <param name="milliseconds">Milliseconds, rounded up; 0: forever.</param>
    /// <returns>What to reply when it is none; else empty.</returns>
    public static ReadOnlySpan<byte> TryParse(ReadOnlySpan<byte> text, long now, out long milliseconds)
    {
        milliseconds = 0;
        if (!Numbers.TryParseDouble(text, out double seconds))
        {
            // Redis reads more digits of the exponent than a double has room for, and finds the result out of the clock's range.
            return LongDouble.TryParse(text, out _) ? Errors.TimeoutNegative : Errors.TimeoutNotFloat;
        }
        double rounded = Math.Ceiling(seconds * 1000);
        if (rounded < 0 || rounded >= long.MaxValue)
            return Errors.TimeoutNegative;

        // An end beyond what a clock can show is none.
        milliseconds = (long)rounded;
        if (milliseconds > long.MaxValue - now)
            milliseconds = 0;
        return default;
    }
}
