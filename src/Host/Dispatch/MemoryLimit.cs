using System.Diagnostics;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// <c>maxmemory</c>: before a command runs, entries go until the account is below the limit. The limit and the overhead are single words that any
/// thread may set; evicting is the store's, under its shards' locks.
/// </summary>
internal sealed class MemoryLimit(Engine engine)
{
    private readonly Evictor _evictor = new(engine.Store);
    private long _limit;
    private long _overhead;
    private long _evictionTicks;

    /// <summary>Bytes; 0: none.</summary>
    public long Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    public bool IsLimited => Volatile.Read(ref _limit) > 0;

    /// <summary>What the server uses beyond entries: buffers of clients, the fixed part. Renewed now and then.</summary>
    public long Overhead
    {
        get => Volatile.Read(ref _overhead);
        set => Volatile.Write(ref _overhead, value);
    }

    public int Samples
    {
        get => _evictor.Samples;
        set => _evictor.Samples = value;
    }

    public long EvictionMicroseconds => Volatile.Read(ref _evictionTicks) / (Stopwatch.Frequency / 1_000_000);

    /// <summary>True when the account is below the limit, or could be brought there. No lock is held.</summary>
    public bool TryMakeRoom(Worker worker)
    {
        long target = Limit - Overhead;
        // What is no entry's can't be evicted: with a limit below it there is never room.
        return engine.Store.ApproximateBytes <= target || (Evict(worker, Math.Max(0, target)) && target >= 0);
    }

    private bool Evict(Worker worker, long target)
    {
        long began = Stopwatch.GetTimestamp();
        worker.Scope.Begin(worker.Now, default);
        bool made = _evictor.EvictUntil(worker.Scope, target, worker.Now);
        Interlocked.Add(ref _evictionTicks, Stopwatch.GetTimestamp() - began);
        engine.Propagation.Flush(worker.Effects);
        return made;
    }
}
