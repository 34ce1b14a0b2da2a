namespace CacheStorm.Plugins.HotKeys;

/// <summary>What a session measures.</summary>
[Flags]
internal enum ProfileMetrics
{
    None = 0,
    /// <summary>The time that commands take.</summary>
    Cpu = 1,
    /// <summary>The bytes of requests and replies.</summary>
    Net = 2,
}

/// <summary>The options of HOTKEYS START, which stand in Redis' order: METRICS first, the others in any.</summary>
internal readonly record struct ProfileOptions(ProfileMetrics Metrics, int Count, long DurationMilliseconds, int SampleRatio)
{
    private const int MetricKinds = 2;
    private const int DefaultCount = 10;
    private const int LargestCount = 64;
    private const int LongestDuration = 1_000_000;

    /// <summary>Reads them.</summary>
    /// <param name="arguments">The request.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="error">Why it was not understood.</param>
    public static bool TryParse(ArgumentList arguments, out ProfileOptions options, out ReadOnlySpan<byte> error)
    {
        options = default;
        if (!TryParseMetrics(arguments, out ProfileMetrics metrics, out int next, out error))
            return false;

        long count = DefaultCount, seconds = 0, ratio = 1;
        for (; next < arguments.Count; next += 2)
        {
            ReadOnlySpan<byte> word = arguments[next];
            error = Errors.Syntax;
            if (next + 1 == arguments.Count)
                return false;
            ReadOnlySpan<byte> number = arguments[next + 1];
            if (Is(word, "COUNT"u8))
            {
                error = HotKeysErrors.Count;
                if (!TryParse(number, LargestCount, out count))
                    return false;
            }
            else if (Is(word, "DURATION"u8))
            {
                error = HotKeysErrors.Duration;
                if (!TryParse(number, LongestDuration, out seconds))
                    return false;
            }
            else if (Is(word, "SAMPLE"u8))
            {
                error = HotKeysErrors.Sample;
                if (!TryParse(number, int.MaxValue, out ratio))
                    return false;
            }
            else
            {
                error = Is(word, "SLOTS"u8) ? HotKeysErrors.Slots : Errors.Syntax;
                return false;
            }
        }
        error = default;
        options = new ProfileOptions(metrics, (int)count, seconds * 1000, (int)ratio);
        return true;
    }

    /// <summary>METRICS and so many words. Words that are no metric are passed over: a later Redis may know more of them.</summary>
    private static bool TryParseMetrics(ArgumentList arguments, out ProfileMetrics metrics, out int next, out ReadOnlySpan<byte> error)
    {
        metrics = ProfileMetrics.None;
        next = 4;
        error = HotKeysErrors.MetricsRequired;
        if (arguments.Count < 4 || !Is(arguments[2], "METRICS"u8))
            return false;
        error = HotKeysErrors.MetricsCount;
        if (!TryParse(arguments[3], MetricKinds, out long kinds))
            return false;
        for (; next < arguments.Count && next < 4 + kinds; next++)
        {
            ProfileMetrics metric = Is(arguments[next], "CPU"u8) ? ProfileMetrics.Cpu
                : Is(arguments[next], "NET"u8) ? ProfileMetrics.Net : ProfileMetrics.None;
            error = metric == ProfileMetrics.Cpu ? HotKeysErrors.CpuTwice : HotKeysErrors.NetTwice;
            if ((metrics & metric) != 0)
                return false;
            metrics |= metric;
        }
        error = next < 4 + kinds ? HotKeysErrors.MetricsMismatch : HotKeysErrors.NoMetrics;
        return next == 4 + kinds && metrics != ProfileMetrics.None;
    }

    private static bool Is(ReadOnlySpan<byte> argument, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(argument, word);

    private static bool TryParse(ReadOnlySpan<byte> text, long largest, out long number) =>
        Numbers.TryParseInt64(text, out number) && number >= 1 && number <= largest;
}
