using CacheStorm.Host.Dispatch;

namespace CacheStorm.Host.Server;

/// <summary>
/// Frees the blocks of large values that were deleted, a slice at a time: between two slices whoever waits for the shard gets it. Runs on the
/// jobs' thread.
/// </summary>
internal sealed class DeferredFreeing(Engine engine, Func<bool> isPaused) : IBackgroundJob
{
    private static readonly TimeSpan s_whenIdle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_whenBusy = TimeSpan.FromMilliseconds(1);

    public string Name => "deferred freeing";

    public TimeSpan Interval => engine.Store.Doomed.Pending > 0 && !isPaused() ? s_whenBusy : s_whenIdle;

    public void Run(JobBudget budget)
    {
        if (engine.Store.Doomed.Pending == 0 || isPaused())
            return;
        engine.Executor.EnterShared();
        try
        {
            engine.Store.FreeDoomed();
        }
        finally
        {
            engine.Executor.ExitShared();
        }
    }
}
