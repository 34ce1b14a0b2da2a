using CacheStorm.Host.Dispatch;

namespace CacheStorm.Host.Server;

/// <summary>
/// Frees the heaps of large values that are gone. They belong to nobody any more, so no command waits for it. Runs on the jobs' thread.
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
        do
            _hasMore = engine.Store.Doomed.FreeSome();
        while (_hasMore && !budget.IsSpent);
    }
}
