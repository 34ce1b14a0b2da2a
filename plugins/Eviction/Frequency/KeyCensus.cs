namespace CacheStorm.Plugins.Eviction;

/// <summary>
/// How many keys there are, for the policies that measure age in turnovers. Counted by <see cref="CensusJob"/> beside the traffic, since
/// a policy is asked with a shard locked and counting needs other locks. Read and written by any thread, in one piece.
/// </summary>
public sealed class KeyCensus
{
    private long _keys;
    private volatile bool _isWanted;

    /// <summary>The keys at the last count.</summary>
    public long Keys
    {
        get => Interlocked.Read(ref _keys);
        internal set => Interlocked.Exchange(ref _keys, value);
    }

    /// <summary>False until a policy that needs it is in use: then nobody counts.</summary>
    internal bool IsWanted
    {
        get => _isWanted;
        set => _isWanted = value;
    }
}

/// <summary>Counts the keys once a second while a policy wants to know.</summary>
/// <param name="census">Receives the count.</param>
/// <param name="namespaces">Knows the numbers.</param>
internal sealed class CensusJob(KeyCensus census, INamespaces namespaces) : IBackgroundJob
{
    /// <inheritdoc/>
    public string Name => "eviction census";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void Run(JobBudget budget)
    {
        if (!census.IsWanted)
            return;
        long keys = 0;
        foreach (NamespaceStatistics numbers in namespaces.All())
            keys += numbers.Keys;
        census.Keys = keys;
    }
}
