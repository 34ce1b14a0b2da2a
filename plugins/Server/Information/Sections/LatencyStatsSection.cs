using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>INFO latencystats: the percentiles of run times that <c>latency-tracking-info-percentiles</c> names.</summary>
internal sealed class LatencyStatsSection(IStatistics statistics, IConfigRegistry config) : IInfoSection
{
    public string Name => "Latencystats";

    public int Order => InfoOrder.LatencyStats;

    public bool IsDefault => false;

    public void Write(InfoWriter writer)
    {
        if (!config.IsOn("latency-tracking"))
            return;
        string[] percentiles = config.TextOf("latency-tracking-info-percentiles").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (CommandStatistics one in statistics.Commands())
        {
            if (one.Calls > 0)
                writer.Field("latency_percentiles_usec_" + one.Command.FullName, Line(one.Command, percentiles));
        }
    }

    private string Line(CommandInfo command, string[] percentiles)
    {
        var line = new StringBuilder();
        foreach (string percentile in percentiles)
        {
            double microseconds = statistics.Percentile(command, double.Parse(percentile, CultureInfo.InvariantCulture));
            line.Append(CultureInfo.InvariantCulture, $"{(line.Length == 0 ? "" : ",")}p{percentile}={microseconds:F3}");
        }
        return line.ToString();
    }
}
