using System.Diagnostics;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// <c>maxmemory</c>, and the quotas of namespaces: before a command runs, entries go until the account is below the limit, of the whole store or
/// of the namespace's own. The limit and the overhead are single words that any thread may set; evicting is the store's, under its shards' locks.
/// </summary>
internal sealed class MemoryLimit(Engine engine)
{
    private readonly Store _store = engine.Store;
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

    public bool IsLimited => Volatile.Read(ref _limit) > 0 || _store.HasQuotas;

    /// <summary>What the server uses beyond entries: buffers of clients, the fixed part. Renewed now and then.</summary>
    public long Overhead
    {
        get => Volatile.Read(ref _overhead);
        set => Volatile.Write(ref _overhead, value);
    }

    public int Samples
    {
        get => _store.EvictionSamples;
        set => _store.EvictionSamples = value;
    }

    public long EvictionMicroseconds => Volatile.Read(ref _evictionTicks) / (Stopwatch.Frequency / 1_000_000);

    /// <summary>True when the accounts are below the limit and the namespace's quota, or could be brought there. No lock is held.</summary>
    public bool TryMakeRoom(Worker worker, int namespaceIndex)
    {
        if (Limit > 0 && !TryMakeRoom(worker))
            return false;
        return !_store.HasQuotas || TryMakeRoomIn(worker, _store.Space(namespaceIndex)!);
    }

    private bool TryMakeRoom(Worker worker)
    {
        long target = Limit - Overhead;
        // What is no entry's can't be evicted: with a limit below it there is never room.
        return _store.ApproximateBytes <= target || (Evict(worker, _evictor, Math.Max(0, target)) && target >= 0);
    }

    /// <summary>The same for another namespace than the client's. For calls that run alone; what goes is passed on with the call.</summary>
    public bool TryMakeRoomIn(StoreScope? scope, Namespace space) =>
        space.MaxMemory == 0 || space.Bytes <= space.MaxMemory || space.Evictor!.EvictUntil(scope, space.MaxMemory, engine.Clock.Now);

    private bool TryMakeRoomIn(Worker worker, Namespace space) =>
        space.MaxMemory == 0 || space.Bytes <= space.MaxMemory || Evict(worker, space.Evictor!, space.MaxMemory);

    private bool Evict(Worker worker, Evictor evictor, long target)
    {
        long began = Stopwatch.GetTimestamp();
        worker.Scope.Begin(worker.Now, default);
        bool made = evictor.EvictUntil(worker.Scope, target, worker.Now);
        Interlocked.Add(ref _evictionTicks, Stopwatch.GetTimestamp() - began);
        engine.Propagation.Flush(worker.Effects);
        return made;
    }
}
