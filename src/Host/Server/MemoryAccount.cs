using CacheStorm.Host.Dispatch;

namespace CacheStorm.Host.Server;

/// <summary>
/// Where memory is. <c>used_memory</c> is what entries and tables cost, exactly, the clients' buffers, and the fixed part: what the managed heap
/// held when serving began. The peak and the overhead are renewed by the maintenance thread; readable by any.
/// </summary>
internal sealed class MemoryAccount(Engine engine)
{
    private static readonly long s_systemBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private long _startup;
    private long _peak;

    /// <summary>Notes the fixed part. Called once, when serving begins.</summary>
    public void Begin()
    {
        _startup = GC.GetTotalMemory(forceFullCollection: false);
        Renew();
    }

    /// <summary>Renews the overhead that the limit reckons with, and the peak.</summary>
    public void Renew()
    {
        long clients = ClientBytes();
        engine.Memory.Overhead = _startup + clients;
        long used = engine.Store.ApproximateBytes + _startup + clients;
        if (used > Volatile.Read(ref _peak))
            Volatile.Write(ref _peak, used);
    }

    public void ResetPeak() => Volatile.Write(ref _peak, 0);

    public MemoryStatistics Read()
    {
        var namespaces = new List<NamespaceMemory>();
        long entries = 0, tables = 0, tags = 0, keys = 0;
        foreach (Storage.Namespace? space in engine.Store.Spaces)
        {
            if (space is not { IsRetired: false })
                continue;
            NamespaceMemory one = space.Memory();
            namespaces.Add(one);
            entries += one.Entries;
            tables += one.Tables;
            tags += one.TagIndex;
            keys += one.Keys;
        }

        long clients = ClientBytes();
        long used = entries + tables + tags + clients + _startup;
        long peak = Math.Max(Volatile.Read(ref _peak), used);
        Volatile.Write(ref _peak, peak);
        return new MemoryStatistics
        {
            Used = used,
            Peak = peak,
            Startup = _startup,
            Dataset = entries,
            Tables = tables,
            TagIndexes = tags,
            Namespaces = namespaces,
            Mapped = engine.Store.HeldBytes(),
            Clients = clients,
            ManagedHeap = GC.GetTotalMemory(forceFullCollection: false),
            ResidentSet = Environment.WorkingSet,
            Limit = engine.Memory.Limit,
            Policy = engine.Store.Policy.Name,
            System = s_systemBytes,
            Keys = keys,
            PendingFrees = engine.Store.Doomed.Pending,
            DeferredFrees = engine.Store.Doomed.Freed,
        };
    }

    private long ClientBytes()
    {
        long bytes = 0;
        foreach (Session session in engine.Sessions.All())
            bytes += session.Statistics.TotalMemory;
        return bytes;
    }
}
