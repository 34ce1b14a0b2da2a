using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage;

namespace CacheStorm.Host.Server;

/// <summary>
/// The host's own background job: collects expired keys, runs data types' alarms, sets the clock right, renews rates and the memory account. Runs on the jobs'
/// thread; enters the gate for short slices only.
/// </summary>
internal sealed class Maintenance(Engine engine, NetworkServer network, MemoryAccount memory, RateSampler rates, Func<int> hertz) : IBackgroundJob
{
    private const int ShardsASlice = 64;

    private readonly ExpiryCollector _expiry = new(engine.Store, engine.Executor.Alarms);

    public string Name => "maintenance";

    public TimeSpan Interval => TimeSpan.FromMilliseconds(1000.0 / Math.Clamp(hertz(), 1, 500));

    /// <summary>Whether expired keys are collected, and alarms run, beside the traffic (expired keys are never seen either way).</summary>
    public bool CollectsExpired { get; set; } = true;

    /// <summary>Whether everything rests.</summary>
    public bool IsPaused { get; set; }

    public void Run(JobBudget budget)
    {
        if (IsPaused)
            return;
        engine.Clock.Adjust();
        if (CollectsExpired)
            CollectExpired(budget);
        memory.Renew();
        long commands = 0;
        foreach (Worker worker in engine.Workers)
            commands += Volatile.Read(ref worker.CommandsRun);
        rates.Sample(commands, network.Traffic.BytesIn, network.Traffic.BytesOut);
    }

    private void CollectExpired(JobBudget budget)
    {
        int slices = Math.Max(1, engine.Store.Spaces.Length * ShardSet.Count / ShardsASlice);
        while (slices-- > 0 && !budget.IsSpent)
        {
            bool more;
            engine.Executor.EnterShared();
            try
            {
                more = _expiry.Step(engine.Clock.Now, ShardsASlice);
            }
            finally
            {
                engine.Executor.ExitShared();
            }
            // Where there was more than a shard's budget the rounds go on until the job's own budget is spent.
            if (more)
                slices++;
        }
    }
}
