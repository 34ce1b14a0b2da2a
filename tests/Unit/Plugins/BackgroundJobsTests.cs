using CacheStorm.Host.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace CacheStorm.UnitTests.Plugins;

public sealed class BackgroundJobsTests
{
    private sealed class Job(Action<JobBudget> run) : IBackgroundJob
    {
        public int Runs;
        public string Name => "job";
        public TimeSpan Interval => TimeSpan.FromMilliseconds(1);

        public void Run(JobBudget budget)
        {
            Interlocked.Increment(ref Runs);
            run(budget);
        }
    }

    private static bool Soon(Func<bool> condition) => SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(5));

    [Fact]
    public void Jobs_repeat_and_one_that_throws_is_asked_again()
    {
        using var jobs = new BackgroundJobs(NullLogger.Instance);
        var good = new Job(_ => { });
        var bad = new Job(_ => throw new InvalidOperationException());
        jobs.Add("a", good);
        jobs.Add("b", bad);
        jobs.Start();

        Assert.True(Soon(() => Volatile.Read(ref good.Runs) > 3 && Volatile.Read(ref bad.Runs) > 3));
    }

    [Fact]
    public void Removing_waits_for_the_job_that_runs_and_none_runs_afterwards()
    {
        using var jobs = new BackgroundJobs(NullLogger.Instance);
        int inside = 0;
        var job = new Job(_ => { Volatile.Write(ref inside, 1); Thread.Sleep(50); Volatile.Write(ref inside, 0); });
        jobs.Add("a", job);
        jobs.Start();
        Assert.True(Soon(() => Volatile.Read(ref inside) == 1));

        jobs.Remove("a");

        Assert.Equal(0, Volatile.Read(ref inside));
        int runs = job.Runs;
        Thread.Sleep(30);
        Assert.Equal(runs, job.Runs);
    }

    [Fact]
    public void A_pause_rests_all_jobs_until_it_ends()
    {
        using var jobs = new BackgroundJobs(NullLogger.Instance);
        var job = new Job(_ => { });
        jobs.Add("a", job);
        jobs.Start();
        Assert.True(Soon(() => Volatile.Read(ref job.Runs) > 0));

        jobs.Pause(true);
        int runs = job.Runs;
        Thread.Sleep(30);
        Assert.Equal(runs, job.Runs);
        jobs.Pause(false);
        Assert.True(Soon(() => Volatile.Read(ref job.Runs) > runs));
    }

    [Fact]
    public void One_plugins_jobs_rest_while_others_run_and_go_on_afterwards()
    {
        using var jobs = new BackgroundJobs(NullLogger.Instance);
        var resting = new Job(_ => { });
        var other = new Job(_ => { });
        jobs.Add("a", resting);
        jobs.Add("b", other);
        jobs.Start();
        Assert.True(Soon(() => Volatile.Read(ref resting.Runs) > 0));

        Assert.True(jobs.TryRest("a", TimeSpan.FromSeconds(5)));
        int runs = resting.Runs, others = other.Runs;
        Assert.True(Soon(() => Volatile.Read(ref other.Runs) > others + 3));
        Assert.Equal(runs, resting.Runs);
        jobs.Wake("a");
        Assert.True(Soon(() => Volatile.Read(ref resting.Runs) > runs));
    }

    [Fact]
    public void A_job_that_does_not_end_in_time_keeps_its_plugin_from_resting()
    {
        using var jobs = new BackgroundJobs(NullLogger.Instance);
        using var end = new ManualResetEventSlim();
        var job = new Job(_ => end.Wait());
        jobs.Add("a", job);
        jobs.Start();
        Assert.True(Soon(() => Volatile.Read(ref job.Runs) == 1));

        Assert.False(jobs.TryRest("a", TimeSpan.FromMilliseconds(20)));
        end.Set();
        Assert.True(Soon(() => Volatile.Read(ref job.Runs) > 2));
    }

    [Fact]
    public void The_budget_runs_out()
    {
        using var jobs = new BackgroundJobs(NullLogger.Instance, TimeSpan.FromMilliseconds(5));
        bool spentAtOnce = true;
        var job = new Job(budget => { spentAtOnce = budget.IsSpent; SpinWait.SpinUntil(() => budget.IsSpent, 5000); });
        jobs.Add("a", job);
        jobs.Start();

        Assert.True(Soon(() => Volatile.Read(ref job.Runs) > 1));
        Assert.False(spentAtOnce);
    }
}
