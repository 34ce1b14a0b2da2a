namespace CacheStorm.Host.Configuration;

/// <summary>What the server measures about itself.</summary>
public sealed class MonitoringSettings
{
    [ConfigSetting("latency-tracking", Mutable = true, Summary = "Keeps a histogram of each command's execution time.")]
    public bool LatencyTracking { get; private set; } = true;

    [ConfigSetting("latency-tracking-info-percentiles", Yaml = "latency_percentiles", Mutable = true, Format = typeof(PercentilesFormat),
        Summary = "The percentiles that INFO latencystats shows.")]
    public double[] LatencyPercentiles { get; private set; } = [50, 99, 99.9];
}
