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

    private bool _hasMore;

    public string Name => "deferred freeing";

    public TimeSpan Interval => _hasMore ? s_whenBusy : s_whenIdle;

    public void Run(JobBudget budget)
    {
        _hasMore = false;
        if (engine.Store.Doomed.Pending == 0 || isPaused())
            return;
        engine.Executor.EnterShared();
        try
        {
            _hasMore = engine.Store.FreeDoomed();
        }
        finally
        {
            engine.Executor.ExitShared();
        }
    }
}
