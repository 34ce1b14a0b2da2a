using System.Diagnostics;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Server;

/// <summary>
/// Adds up what workers, shards and connections count for themselves. Reset keeps what was counted as a baseline where the owner can't
/// be asked to forget. Guarded by its lock; the counters themselves are read as they are.
/// </summary>
internal sealed class StatisticsService(Engine engine, NetworkServer network, MemoryAccount memory, RateSampler rates) : IStatistics
{
    private readonly Lock _gate = new();
    private ServerStatistics _baseline;

    public ServerStatistics Read()
    {
        ServerStatistics now = Count();
        lock (_gate)
        {
            return now with
            {
                ConnectionsReceived = now.ConnectionsReceived - _baseline.ConnectionsReceived,
                ConnectionsRejected = now.ConnectionsRejected - _baseline.ConnectionsRejected,
                CommandsProcessed = now.CommandsProcessed - _baseline.CommandsProcessed,
                NetworkInput = now.NetworkInput - _baseline.NetworkInput,
                NetworkOutput = now.NetworkOutput - _baseline.NetworkOutput,
                ErrorReplies = now.ErrorReplies - _baseline.ErrorReplies,
                UnknownCommands = now.UnknownCommands - _baseline.UnknownCommands,
                QueryBufferLimitDisconnections = now.QueryBufferLimitDisconnections - _baseline.QueryBufferLimitDisconnections,
                OutputBufferLimitDisconnections = now.OutputBufferLimitDisconnections - _baseline.OutputBufferLimitDisconnections,
                ReadsProcessed = now.ReadsProcessed - _baseline.ReadsProcessed,
                WritesProcessed = now.WritesProcessed - _baseline.WritesProcessed,
                EvictionMicroseconds = now.EvictionMicroseconds - _baseline.EvictionMicroseconds,
            };
        }
    }

    public IReadOnlyList<CommandStatistics> Commands()
    {
        var list = new List<CommandStatistics>();
        foreach (CommandEntry entry in engine.Table.All)
        {
            CommandCounters sum = SumOf(entry.Ordinal);
            if (sum.Calls != 0 || sum.Rejected != 0 || sum.Failed != 0)
                list.Add(new CommandStatistics(entry.Info, sum.Calls, sum.Ticks * 1e6 / Stopwatch.Frequency, sum.Rejected, sum.Failed));
        }
        return list;
    }

    public IReadOnlyDictionary<string, long> Errors() => engine.Errors.Snapshot();

    public double Percentile(CommandInfo command, double percentile)
    {
        long[] places = PlacesOf(command.Ordinal);
        long total = places.Sum();
        if (total == 0)
            return 0;
        long wanted = Math.Max(1, (long)Math.Ceiling(total * Math.Clamp(percentile, 0, 100) / 100));
        long seen = 0;
        for (int i = 0; i < places.Length; i++)
        {
            seen += places[i];
            if (seen >= wanted)
                return LatencyScale.UpperBound(i) / 1000.0;
        }
        return 0;
    }

    public IReadOnlyList<(long Microseconds, long Calls)> Histogram(CommandInfo command)
    {
        long[] places = PlacesOf(command.Ordinal);
        var steps = new List<(long, long)>();
        long total = places.Sum();
        long seen = 0;
        int place = 0;
        for (long limit = 1; seen < total; limit *= 2)
        {
            for (; place < places.Length && LatencyScale.UpperBound(place) <= limit * 1000; place++)
                seen += places[place];
            if (place == places.Length)
                seen = total;
            if (seen > 0)
                steps.Add((limit, seen));
        }
        return steps;
    }

    public MemoryStatistics Memory() => memory.Read();

    public void Reset()
    {
        lock (_gate)
            _baseline = Count();
        foreach (Worker worker in engine.Workers)
            worker.ResetCounters();
        foreach (Namespace? space in engine.Store.Spaces)
            space?.ResetCounters();
        engine.Store.Departed = default;
        engine.Errors.Clear();
        engine.Store.Doomed.ResetFreed();
        memory.ResetPeak();
    }

    public void ResetHistograms(IReadOnlyCollection<CommandInfo> commands)
    {
        foreach (Worker worker in engine.Workers)
        {
            CommandCounters[] counters = worker.Counters;
            foreach (CommandEntry entry in engine.Table.All)
            {
                if (entry.Ordinal < counters.Length && (commands.Count == 0 || commands.Contains(entry.Info)))
                    counters[entry.Ordinal].Latencies = null;
            }
        }
    }

    /// <summary>A plugin's part of the numbers.</summary>
    public Plugins.PluginNumbers NumbersOf(string pluginId)
    {
        long calls = 0, faults = 0, ticks = 0;
        foreach (CommandEntry entry in engine.Table.All)
        {
            if (entry.PluginId != pluginId)
                continue;
            CommandCounters sum = SumOf(entry.Ordinal);
            calls += sum.Calls;
            faults += sum.Faults;
            ticks += sum.Ticks;
        }
        return new Plugins.PluginNumbers(calls, faults, ticks / (Stopwatch.Frequency / 1_000_000));
    }

    private ServerStatistics Count()
    {
        long commands = 0, errors = 0;
        foreach (Worker worker in engine.Workers)
        {
            commands += Volatile.Read(ref worker.CommandsRun);
            errors += Volatile.Read(ref worker.ErrorReplies);
        }
        ShardCounters keys = engine.Store.Departed;
        foreach (Namespace? space in engine.Store.Spaces)
        {
            if (space is not null)
                keys.Add(space.Counters());
        }
        return new ServerStatistics
        {
            ConnectionsReceived = network.AcceptedCount,
            ConnectionsRejected = network.RejectedCount,
            CommandsProcessed = commands,
            NetworkInput = network.Traffic.BytesIn,
            NetworkOutput = network.Traffic.BytesOut,
            OperationsPerSecond = (long)rates.Operations,
            InputPerSecond = rates.Input,
            OutputPerSecond = rates.Output,
            KeyspaceHits = keys.Hits,
            KeyspaceMisses = keys.Misses,
            ExpiredKeys = keys.Expired,
            EvictedKeys = keys.Evicted,
            QueryBufferLimitDisconnections = network.Traffic.EndedBy(CloseReason.QueryBufferLimit),
            OutputBufferLimitDisconnections = network.Traffic.EndedBy(CloseReason.OutputLimit),
            ErrorReplies = errors,
            UnknownCommands = Volatile.Read(ref engine.UnknownCommands),
            ReadsProcessed = network.Traffic.Reads,
            WritesProcessed = network.Traffic.Writes,
            EvictionMicroseconds = engine.Memory.EvictionMicroseconds,
        };
    }

    private CommandCounters SumOf(int ordinal)
    {
        CommandCounters sum = default;
        foreach (Worker worker in engine.Workers)
        {
            CommandCounters[] counters = worker.Counters;
            if (ordinal >= counters.Length)
                continue;
            ref CommandCounters one = ref counters[ordinal];
            sum.Calls += one.Calls;
            sum.Ticks += one.Ticks;
            sum.Rejected += one.Rejected;
            sum.Failed += one.Failed;
            sum.Faults += one.Faults;
        }
        return sum;
    }

    private long[] PlacesOf(int ordinal)
    {
        var places = new long[LatencyScale.Places];
        foreach (Worker worker in engine.Workers)
        {
            CommandCounters[] counters = worker.Counters;
            if (ordinal >= counters.Length || counters[ordinal].Latencies is not { } own)
                continue;
            for (int i = 0; i < places.Length; i++)
                places[i] += own[i];
        }
        return places;
    }
}
