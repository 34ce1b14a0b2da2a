using CacheStorm.Plugins.HotKeys;

namespace CacheStorm.UnitTests.HotKeys;

/// <summary>The sketch finds what is used most, counts it well, and forgets it in time.</summary>
public sealed class NamespaceSketchTests
{
    private const int Counters = 16_384;
    private const long Window = 60_000;

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 16)]
    [InlineData(3, 1)]
    public void Top_ten_of_a_million_keys_are_found_and_counted_within_a_tenth(int seed, int interval)
    {
        const int keys = 1_000_000, accesses = 6_000_000;
        var sketch = new NamespaceSketch(Counters, Window, 0);
        int[] truth = KeyLoad.Zipf(sketch, keys, accesses, interval, seed);

        List<HotKey> top = sketch.Top(10, 1);

        int[] expected = [.. Enumerable.Range(0, keys).OrderByDescending(number => truth[number]).Take(10)];
        Assert.Equal(expected.Order(), top.Select(KeyLoad.NumberOf).Order());
        foreach (HotKey key in top)
        {
            int count = truth[KeyLoad.NumberOf(key)];
            Assert.InRange(key.Amount, count * 0.9, count * 1.1);
        }
        Assert.Equal(top.OrderByDescending(key => key.Amount), top);
    }

    [Fact]
    public void A_hundred_keys_above_the_crowd_are_all_found()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        var random = new Random(5);
        for (int i = 0; i < 2_000_000; i++)
            KeyLoad.Access(sketch, random.Next(4) == 0 ? random.Next(100) : 100 + random.Next(1_000_000), 1);
        Assert.Equal(Enumerable.Range(0, 100), sketch.Top(100, 1).Select(KeyLoad.NumberOf).Order());
    }

    [Fact]
    public void What_is_used_no_more_fades_within_two_windows()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        KeyLoad.Access(sketch, 1, 1, times: 1000);
        Assert.Equal(1000, sketch.Top(1, Window - 1)[0].Amount);
        Assert.Equal(1000, sketch.Top(1, Window)[0].Amount);
        Assert.Equal(750, sketch.Top(1, Window + Window / 4)[0].Amount);
        Assert.Equal(10, sketch.Top(1, 2 * Window - Window / 100)[0].Amount);
        Assert.Empty(sketch.Top(1, 2 * Window));
        Assert.False(sketch.Advance(3 * Window), "a sketch that nobody uses may go");
    }

    [Fact]
    public void A_steady_rate_reads_the_same_at_any_time()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        for (long now = 0; now < 5 * Window; now += 100)
        {
            sketch.Advance(now);
            KeyLoad.Access(sketch, 1, 1, times: 10);
            if (now >= Window)
                Assert.InRange(sketch.Top(1, now)[0].Amount, Window / 10 - 60, Window / 10 + 60);
        }
    }

    [Fact]
    public void New_fame_beats_old_fame()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        KeyLoad.Access(sketch, 1, 1, times: 1000);
        sketch.Advance(Window);
        KeyLoad.Access(sketch, 2, 1, times: 400);
        Assert.Equal(1, KeyLoad.NumberOf(sketch.Top(1, Window + 100)[0]));
        Assert.Equal(2, KeyLoad.NumberOf(sketch.Top(1, Window + Window * 3 / 4)[0]));
    }

    [Fact]
    public void A_long_pause_leaves_nothing()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        KeyLoad.Access(sketch, 1, 1, times: 1000);
        Assert.Empty(sketch.Top(10, 1000 * Window));
        KeyLoad.Access(sketch, 2, 1, times: 5);
        Assert.Equal(5, sketch.Top(10, 1000 * Window)[0].Amount);
    }

    [Fact]
    public void Counts_are_accesses_and_another_weight_begins_anew()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        KeyLoad.Access(sketch, 1, 8, times: 10);
        Assert.Equal(80, sketch.Top(1, 0)[0].Amount);
        KeyLoad.Access(sketch, 2, 1, times: 3);
        HotKey only = Assert.Single(sketch.Top(10, 0));
        Assert.Equal((2, 3), (KeyLoad.NumberOf(only), only.Amount));
    }

    [Fact]
    public void Any_number_of_long_keys_takes_bounded_memory()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        byte[] key = new byte[Candidates.LongestKey];
        void Flood(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                BitConverter.TryWriteBytes(key, i);
                sketch.Add(KeyLoad.HashOf(key), key, 1);
            }
        }
        Flood(0, 200_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Flood(200_000, 1_200_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        sketch.Add(KeyLoad.HashOf([1]), new byte[Candidates.LongestKey + 1], 1);
        Assert.All(sketch.Top(100, 0), one => Assert.True(one.Key.Length <= Candidates.LongestKey));
    }

    [Fact]
    public void Threads_that_count_at_once_lose_nothing()
    {
        var sketch = new NamespaceSketch(Counters, Window, 0);
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 20_000; i++)
                KeyLoad.Access(sketch, i % 5, 1);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal([16_000, 16_000, 16_000, 16_000, 16_000], sketch.Top(10, 0).Select(key => key.Amount));
    }
}
