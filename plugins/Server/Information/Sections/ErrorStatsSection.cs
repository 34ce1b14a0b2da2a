namespace CacheStorm.Plugins.Server;

/// <summary>INFO errorstats: how often each error code was replied, in the order of the codes.</summary>
internal sealed class ErrorStatsSection(IStatistics statistics) : IInfoSection
{
    public string Name => "Errorstats";

    public int Order => InfoOrder.ErrorStats;

    public void Write(InfoWriter writer)
    {
        foreach ((string code, long count) in statistics.Errors().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.Field("errorstat_" + InfoName.Safe(code), $"count={count}");
    }
}
