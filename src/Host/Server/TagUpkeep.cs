using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.Host.Server;

/// <summary>
/// Takes back entries that were invalidated, and ends the graces of stale ones, beside the traffic. Runs on the jobs' thread, in short slices
/// inside the gate.
/// </summary>
internal sealed class TagUpkeep(Engine engine, Func<bool> isPaused) : IBackgroundJob
{
    // Some tens of microseconds, so that nobody who wants to be alone waits for long.
    private const int EntriesOfSlice = 100;

    // Some tenths of a millisecond, then a rest: where threads are more than processors, the scheduler lets those go first that rest often.
    // While a client waits for it there is none.
    private const int SlicesOfRun = 6;

    private static readonly TimeSpan s_whenIdle = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_whenBusy = TimeSpan.FromMilliseconds(1);

    private bool _hasMore;

    public string Name => "tag upkeep";

    public TimeSpan Interval => _hasMore ? s_whenBusy : s_whenIdle;

    public void Run(JobBudget budget)
    {
        _hasMore = false;
        if (isPaused())
            return;
        foreach (Namespace? space in engine.Store.Spaces)
        {
            if (space is not { IsRetired: false, Set.Tags: not null })
                continue;
            EndGraces(space);
            _hasMore |= WorkOff(space, budget);
        }
    }

    private void EndGraces(Namespace space)
    {
        if (space.Set.Tags is not { } tags || !tags.HasEndedGraces(engine.Store.Now))
            return;
        ((IStoreGate)engine).EnterExclusive();
        try
        {
            // Another one's may be there since.
            space.Set.Tags?.EndGraces(engine.Store.Now);
        }
        finally
        {
            ((IStoreGate)engine).ExitExclusive();
        }
    }

    private bool WorkOff(Namespace space, JobBudget budget)
    {
        bool more = true;
        int slices = space.Set.Tags is { IsAwaited: true } ? int.MaxValue : SlicesOfRun;
        for (int slice = 0; slice < slices && more && !budget.IsSpent; slice++)
        {
            engine.Executor.EnterShared();
            try
            {
                TagIndex? tags = space.Set.Tags;
                for (int i = 0; i < EntriesOfSlice && more; i++)
                    more = tags is not null && tags.WorkOffOne(null);
            }
            finally
            {
                engine.Executor.ExitShared();
            }
        }

        return more;
    }
}
