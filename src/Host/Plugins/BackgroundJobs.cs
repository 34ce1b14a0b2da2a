using System.Diagnostics;
using System.Runtime.CompilerServices;
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
    private readonly List<ScheduledJob> _rested = [];
    private ScheduledJob? _running;
    private string? _resting;
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
            _rested.RemoveAll(job => job.Owner == owner);
            if (_running is { } running && running.Owner == owner)
                running.IsRemoved = true;
            while (_running is { } current && current.Owner == owner && Thread.CurrentThread != _thread)
                Monitor.Wait(_lock);
        }
    }

    /// <inheritdoc/>
    public bool TryRest(string pluginId, TimeSpan patience)
    {
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (_lock)
        {
            _resting = pluginId;
            while (_running is { } running && running.Owner == pluginId && Thread.CurrentThread != _thread)
            {
                long left = deadline - Environment.TickCount64;
                if (left > 0)
                {
                    Monitor.Wait(_lock, (int)left);
                    continue;
                }

                WakeAll();
                return false;
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public void Wake(string pluginId)
    {
        lock (_lock)
            WakeAll();
    }

    /// <inheritdoc/>
    public void Exchange(PluginExchange exchange)
    {
        Remove(exchange.Id);
        Wake(exchange.Id);
        if (exchange.Successor is { } successor)
            Add(exchange.Id, successor.Parts.Contributions);
    }

    private void WakeAll()
    {
        _resting = null;
        foreach (ScheduledJob job in _rested)
            Enqueue(job);
        _rested.Clear();
        Monitor.PulseAll(_lock);
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
        while (RunNext())
        {
        }
    }

    // A method of its own, so that the endless loop's frame doesn't hold the last job: its plugin may be unloaded while the thread waits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RunNext()
    {
        if (!AwaitDue())
            return false;
        // It may have been taken away meanwhile.
        if (TakeDue() is not { } scheduled)
            return true;
        Run(scheduled);
        lock (_lock)
        {
            _running = null;
            if (!scheduled.IsRemoved)
                Enqueue(scheduled);
            Monitor.PulseAll(_lock);
        }

        return true;
    }

    /// <summary>Waits until a job's time has come; false: it is over.</summary>
    private bool AwaitDue()
    {
        lock (_lock)
        {
            while (!_stop.IsCancellationRequested)
            {
                RestDue();
                if (_paused || !_queue.TryPeek(out _, out long due))
                {
                    Monitor.Wait(_lock);
                    continue;
                }

                long wait = due - Stopwatch.GetTimestamp();
                if (wait <= 0)
                    return true;
                // Rounded up, so that the thread doesn't wake just before the time and spin.
                Monitor.Wait(_lock, (int)Math.Min(wait * 1000 / Stopwatch.Frequency + 1, int.MaxValue));
            }

            return false;
        }
    }
    private ScheduledJob? TakeDue()
    {
        lock (_lock)
        {
            RestDue();
            return !_paused && _queue.TryPeek(out _, out long due) && due <= Stopwatch.GetTimestamp() ? _running = _queue.Dequeue() : null;
        }
    }

    private void RestDue()
    {
        while (_resting is not null && _queue.TryPeek(out ScheduledJob? job, out _) && job.Owner == _resting)
            _rested.Add(_queue.Dequeue());
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
