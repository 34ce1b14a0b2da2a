namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// One measurement, from START to STOP: what time and traffic each key costs. Measuring threads add under the lock of a stripe; the
/// totals are interlocked. Start and end are set under the profiler's lock.
/// </summary>
internal sealed class ProfileSession
{
    private const int StripeCount = 16;

    private readonly ProfileStripe[] _stripes = new ProfileStripe[StripeCount];
    private readonly ProcessorTime _processorAtStart = ProcessorTime.Now;
    private long _end = long.MaxValue;
    private ProcessorTime _processorAtEnd;
    private long _nanoseconds;
    private long _bytes;
    private long _sampledBytes;

    public ProfileSession(ProfileOptions options, long now)
    {
        Options = options;
        Start = now;
        for (int i = 0; i < _stripes.Length; i++)
            _stripes[i] = new ProfileStripe(options.Metrics);
    }

    public ProfileOptions Options { get; }

    /// <summary>When it began, in Unix milliseconds.</summary>
    public long Start { get; }

    public bool IsActive => Volatile.Read(ref _end) == long.MaxValue;

    /// <summary>The time of all commands with keys, in microseconds.</summary>
    public long Microseconds => Interlocked.Read(ref _nanoseconds) / 1000;

    /// <summary>The bytes of all commands with keys.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The bytes that went to keys: those of the commands that were sampled.</summary>
    public long SampledBytes => Interlocked.Read(ref _sampledBytes);

    /// <summary>The process' processor time since the start, up to the end.</summary>
    public ProcessorTime Processor => (IsActive ? ProcessorTime.Now : _processorAtEnd) - _processorAtStart;

    /// <summary>Whether its duration is over.</summary>
    public bool IsDue(long now) => Options.DurationMilliseconds > 0 && now - Start >= Options.DurationMilliseconds;

    /// <summary>How long it lasted, or has lasted, in milliseconds.</summary>
    /// <param name="now">The caller's time; may lie before the end of one that has just ended.</param>
    public long Duration(long now)
    {
        long end = Volatile.Read(ref _end);
        return Math.Max(0, (end == long.MaxValue ? now : end) - Start);
    }

    /// <summary>Ends it. Only once.</summary>
    public void Stop(long now)
    {
        _processorAtEnd = ProcessorTime.Now;
        Volatile.Write(ref _end, IsDue(now) ? Start + Options.DurationMilliseconds : now);
    }

    /// <summary>A command with keys ran.</summary>
    /// <returns>Whether its keys are to be measured.</returns>
    public bool AddCommand(long nanoseconds, long bytes)
    {
        Interlocked.Add(ref _nanoseconds, nanoseconds);
        Interlocked.Add(ref _bytes, bytes);
        return Options.SampleRatio == 1 || Random.Shared.Next(Options.SampleRatio) == 0;
    }

    /// <summary>A key's share of a sampled command.</summary>
    public void AddKey(ReadOnlySpan<byte> key, long nanoseconds, long bytes)
    {
        Interlocked.Add(ref _sampledBytes, bytes);
        _stripes[KeyBytesComparer.Instance.GetHashCode(key) & StripeCount - 1].Add(key, nanoseconds, bytes);
    }

    /// <summary>The keys that took most time, in nanoseconds.</summary>
    public List<HotKey> ByTime()
    {
        var keys = new List<HotKey>();
        foreach (ProfileStripe stripe in _stripes)
            stripe.CollectTimes(keys);
        return HotKey.Top(keys, Options.Count);
    }

    /// <summary>The keys that moved most bytes.</summary>
    public List<HotKey> ByBytes()
    {
        var keys = new List<HotKey>();
        foreach (ProfileStripe stripe in _stripes)
            stripe.CollectBytes(keys);
        return HotKey.Top(keys, Options.Count);
    }
}

/// <summary>What the process used of its processors.</summary>
internal readonly record struct ProcessorTime(TimeSpan User, TimeSpan System)
{
    public static ProcessorTime Now
    {
        get
        {
            Environment.ProcessCpuUsage usage = OperatingSystem.IsBrowser() ? default : Environment.CpuUsage;
            return new ProcessorTime(usage.UserTime, usage.PrivilegedTime);
        }
    }

    public static ProcessorTime operator -(ProcessorTime one, ProcessorTime other) => new(one.User - other.User, one.System - other.System);
}
