namespace CacheStorm.Plugins.HotKeys;

/// <summary>What time brings: windows turn, sketches that nobody needs go, sessions end.</summary>
internal sealed class Upkeep(HotKeyBoard board, Profiler profiler) : IBackgroundJob
{
    public string Name => "hotkeys";

    public TimeSpan Interval => TimeSpan.FromMilliseconds(100);

    public void Run(JobBudget budget)
    {
        board.Advance();
        profiler.EndWhenDue();
    }
}
