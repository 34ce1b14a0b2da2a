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
        if (Numbers.TryParseInt64(text, out long whole))
        {
            if (whole is < 0 or > long.MaxValue / 1000)
                return Errors.TimeoutNegative;
            milliseconds = whole * 1000;
        }
        else if (Numbers.TryParseDouble(text, out double seconds))
        {
            double rounded = Math.Ceiling(seconds * 1000);
            if (rounded < 0 || rounded >= long.MaxValue)
                return Errors.TimeoutNegative;
            milliseconds = (long)rounded;
        }
        else
        {
            // What has too large an exponent for a double is a number to Redis, which finds it out of the clock's range.
            return LongDouble.TryParse(text, out _) ? Errors.TimeoutNegative : Errors.TimeoutNotFloat;
        }

        // An end beyond what a clock can show is none.
        if (milliseconds > long.MaxValue - now)
            milliseconds = 0;
        return default;
    }
}
