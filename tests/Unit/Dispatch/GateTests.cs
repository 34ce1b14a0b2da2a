using CacheStorm.Host.Dispatch;

namespace CacheStorm.UnitTests.Dispatch;

/// <summary>The gate keeps whoever is alone alone, and lets nobody starve.</summary>
public sealed class GateTests
{
    [Fact]
    public void Nobody_is_inside_while_somebody_is_alone()
    {
        const int workers = 4, rounds = 2_000;
        var gate = new Gate(workers);
        int inside = 0, alone = 0, wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(slot => new Thread(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                gate.Enter(slot);
                Interlocked.Increment(ref inside);
                if (Volatile.Read(ref alone) != 0)
                    Interlocked.Increment(ref wrong);
                Interlocked.Decrement(ref inside);
                if (i % 50 == slot)
                {
                    gate.EnterAlone(slot);
                    if (Interlocked.Increment(ref alone) != 1 || Volatile.Read(ref inside) != 0)
                        Interlocked.Increment(ref wrong);
                    Interlocked.Decrement(ref alone);
                    gate.ExitAlone(slot);
                }
                gate.Exit(slot);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        foreach (Thread thread in threads)
            Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "a worker never came through");
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Whoever_does_not_get_alone_in_time_leaves_no_trace()
    {
        var gate = new Gate(3);
        gate.Enter(1);
        Assert.False(gate.TryEnterAlone(TimeSpan.FromMilliseconds(20)));

        // The others' slots are free, and nobody is held up by a wish that was given up.
        gate.Enter(0);
        gate.Enter(2);
        gate.Exit(0);
        gate.Exit(1);
        gate.Exit(2);
        Assert.True(gate.TryEnterAlone(TimeSpan.FromMilliseconds(20)));
        gate.ExitAlone(-1);
        gate.Enter(0);
        gate.Exit(0);
    }

    [Fact]
    public void One_who_wants_to_be_alone_gets_through_a_worker_that_never_rests()
    {
        var gate = new Gate(2);
        bool stop = false;
        var busy = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                gate.Enter(0);
                gate.Exit(0);
            }
        });
        busy.Start();
        var single = new Thread(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                gate.EnterAlone(-1);
                gate.ExitAlone(-1);
            }
        });
        single.Start();
        bool through = single.Join(TimeSpan.FromSeconds(60));
        Volatile.Write(ref stop, true);
        busy.Join();
        Assert.True(through);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(12_345)]
    [InlineData(1_000_000_000)]
    public void A_latency_is_off_by_a_quarter_at_most(long nanoseconds)
    {
        long bound = LatencyScale.UpperBound(LatencyScale.PlaceOf(nanoseconds));
        Assert.InRange(bound, nanoseconds, nanoseconds + nanoseconds / 4 + 1);
    }
}
