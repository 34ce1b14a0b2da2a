namespace CacheStorm;

/// <summary>The namespaces (databases) of the server. Thread-safe.</summary>
public interface INamespaces
{
    /// <summary>How many SELECT reaches: 0 to this - 1.</summary>
    int DatabaseCount { get; }

    /// <summary>The namespaces that exist now, by index.</summary>
    /// <returns>Their numbers at this moment.</returns>
    IReadOnlyList<NamespaceStatistics> All();

    /// <summary>Exchanges the contents of two namespaces in one step. Only from a call that runs alone.</summary>
    /// <param name="context">The call.</param>
    /// <param name="first">One index.</param>
    /// <param name="second">The other.</param>
    void Swap(CommandContext context, int first, int second);

    /// <summary>Deletes all keys of all namespaces. Only from a call that runs alone.</summary>
    /// <param name="context">The call.</param>
    /// <param name="inBackground">Gives the memory back beside the traffic.</param>
    /// <returns>How many keys there were.</returns>
    long ClearAll(CommandContext context, bool inBackground);
}

/// <summary>The numbers of one namespace.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Name">Its name.</param>
/// <param name="Keys">How many keys.</param>
/// <param name="Expires">How many of them expire.</param>
/// <param name="AverageTtl">The average time to live of those, in milliseconds, estimated.</param>
/// <param name="MemoryBytes">What its entries cost.</param>
/// <param name="Hits">Reads that found their key.</param>
/// <param name="Misses">Reads that did not.</param>
/// <param name="Expired">Keys that expired.</param>
/// <param name="Evicted">Keys that were evicted.</param>
public readonly record struct NamespaceStatistics(int Index, string Name, long Keys, long Expires, long AverageTtl,
    long MemoryBytes, long Hits, long Misses, long Expired, long Evicted);
