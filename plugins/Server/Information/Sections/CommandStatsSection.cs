using System.Globalization;

namespace CacheStorm.Plugins.Server;

/// <summary>INFO commandstats: calls, time and failures of every command that was called.</summary>
internal sealed class CommandStatsSection(IStatistics statistics) : IInfoSection
{
    public string Name => "Commandstats";

    public int Order => InfoOrder.CommandStats;

    public bool IsDefault => false;

    public void Write(InfoWriter writer)
    {
        foreach (CommandStatistics one in statistics.Commands())
            writer.Field("cmdstat_" + one.Command.FullName, Line(in one));
    }

    /// <summary>One command's numbers.</summary>
    internal static string Line(in CommandStatistics one)
    {
        long microseconds = (long)one.Microseconds;
        double each = one.Calls == 0 ? 0 : (double)microseconds / one.Calls;
        return string.Create(CultureInfo.InvariantCulture,
            $"calls={one.Calls},usec={microseconds},usec_per_call={each:F2},rejected_calls={one.Rejected},failed_calls={one.Failed}");
    }
}
