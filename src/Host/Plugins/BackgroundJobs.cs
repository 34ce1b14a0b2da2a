using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Runs background jobs, plugins' and the host's own, on one thread of its own, each when its time has come, each within a budget.
/// The lock guards the queue and the flags; no job runs under it.
/// </summary>
internal sealed partial class BackgroundJobs : IContributionReceiver, IDisposable
{
    private static readonly TimeSpan DefaultBudget = TimeSpan.FromMilliseconds(10);

    private readonly object _lock = new();
    private readonly PriorityQueue<ScheduledJob, long> _queue = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log;
    private readonly long _budget;
    private readonly Thread _thread;
    private ScheduledJob? _running;
    private bool _paused;
    private bool _started;

    public BackgroundJobs(ILogger log, TimeSpan? budget = null)
    {
        _log = log;
        _budget = (long)((budget ?? DefaultBudget).TotalSeconds * Stopwatch.Frequency);
        _thread = new Thread(Loop) { Name = "background jobs", IsBackground = true };
    }

    /// <summary>Begins to run what is due.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_started)
                return;
            _started = true;
        }

        _thread.Start();
    }

    /// <summary>Adds a job; its first run is one interval away.</summary>
    /// <param name="owner">The plugin, for the log.</param>
    /// <param name="job">The job.</param>
    public void Add(string owner, IBackgroundJob job)
    {
        lock (_lock)
        {
            Enqueue(new ScheduledJob(owner, job));
            Monitor.PulseAll(_lock);
        }
    }

    /// <inheritdoc/>
    public string? Add(string pluginId, IReadOnlyList<object> contributions)
    {
        foreach (object contribution in contributions)
        {
            if (contribution is IBackgroundJob job)
                Add(pluginId, job);
        }

        return null;
    }

    /// <summary>Takes an owner's jobs away. None of them runs any more when it returns (unless one of them is the caller).</summary>
    /// <param name="owner">The plugin.</param>
    public void Remove(string owner)
    {
        lock (_lock)
        {
            var kept = new List<(ScheduledJob, long)>();
            foreach ((ScheduledJob job, long due) in _queue.UnorderedItems)
            {
                if (job.Owner != owner)
                    kept.Add((job, due));
            }

            _queue.Clear();
            _queue.EnqueueRange(kept);
            if (_running is { } running && running.Owner == owner)
                running.IsRemoved = true;
            while (_running is { } current && current.Owner == owner && Thread.CurrentThread != _thread)
                Monitor.Wait(_lock);
        }
    }

    /// <summary>Lets jobs rest, or go on. A job that runs finishes its slice before a pause is complete.</summary>
    /// <param name="paused">Whether they rest.</param>
    public void Pause(bool paused)
    {
        lock (_lock)
        {
            _paused = paused;
            Monitor.PulseAll(_lock);
            while (paused && _running is not null && Thread.CurrentThread != _thread)
                Monitor.Wait(_lock);
        }
    }

    /// <summary>Ends the thread; a job that runs is told and waited for, two seconds at most.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_lock)
            Monitor.PulseAll(_lock);
        if (_started && Thread.CurrentThread != _thread && _thread.Join(TimeSpan.FromSeconds(2)))
            _stop.Dispose();
    }

    private void Loop()
    {
        while (TakeDue() is { } scheduled)
        {
            Run(scheduled);
            lock (_lock)
            {
                _running = null;
                if (!scheduled.IsRemoved)
                    Enqueue(scheduled);
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Waits for the next job whose time has come; null: it is over.</summary>
    private ScheduledJob? TakeDue()
    {
        lock (_lock)
        {
            while (!_stop.IsCancellationRequested)
            {
                if (_paused || !_queue.TryPeek(out _, out long due))
                {
                    Monitor.Wait(_lock);
                    continue;
                }

                long wait = due - Stopwatch.GetTimestamp();
                if (wait <= 0)
                    return _running = _queue.Dequeue();
                // Rounded up, so that the thread doesn't wake just before the time and spin.
                Monitor.Wait(_lock, (int)Math.Min(wait * 1000 / Stopwatch.Frequency + 1, int.MaxValue));
            }

            return null;
        }
    }

    private void Run(ScheduledJob scheduled)
    {
        try
        {
            scheduled.Job.Run(new JobBudget(Stopwatch.GetTimestamp() + _budget, _stop.Token));
        }
        catch (Exception e) when (e is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            LogFailed(_log, e, scheduled.Owner, scheduled.Name);
        }
        catch (OperationCanceledException)
        {
            // It heard that the server stops.
        }
    }

    private void Enqueue(ScheduledJob scheduled)
    {
        TimeSpan interval;
        try
        {
            interval = scheduled.Job.Interval;
        }
        catch (Exception e)
        {
            LogFailed(_log, e, scheduled.Owner, scheduled.Name);
            interval = TimeSpan.FromSeconds(1);
        }

        double milliseconds = Math.Clamp(interval.TotalMilliseconds, 1, TimeSpan.FromDays(30).TotalMilliseconds);
        _queue.Enqueue(scheduled, Stopwatch.GetTimestamp() + (long)(milliseconds * Stopwatch.Frequency / 1000));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Background job {Job} of {Plugin} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string plugin, string job);

    private sealed class ScheduledJob(string owner, IBackgroundJob job)
    {
        public string Owner => owner;
        public IBackgroundJob Job => job;
        public string Name { get; } = job.Name;
        public bool IsRemoved { get; set; }
    }
}
