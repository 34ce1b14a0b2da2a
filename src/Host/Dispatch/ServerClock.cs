using System.Diagnostics;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// The time of commands. With the system's clock it follows from the timestamp that every command takes anyway, set right against the
/// real time now and then; with another clock (tests) that one is asked each time. Thread-safe.
/// </summary>
internal sealed class ServerClock
{
    private static readonly double s_millisecondsPerTick = 1000.0 / Stopwatch.Frequency;

    private readonly TimeProvider _source;
    private readonly bool _isSystem;
    private long _offset;

    public ServerClock(TimeProvider source)
    {
        _source = source;
        _isSystem = ReferenceEquals(source, TimeProvider.System);
        Adjust();
    }

    public TimeProvider Source => _source;

    /// <summary>Unix milliseconds now.</summary>
    public long Now => _source.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Unix milliseconds at a timestamp of a moment ago.</summary>
    public long At(long timestamp) =>
        _isSystem ? (long)(timestamp * s_millisecondsPerTick) + Volatile.Read(ref _offset) : Now;

    /// <summary>Sets it right. Called now and then.</summary>
    public void Adjust() =>
        Volatile.Write(ref _offset, Now - (long)(Stopwatch.GetTimestamp() * s_millisecondsPerTick));
}
