using CacheStorm.Host.Dispatch;

namespace CacheStorm.UnitTests.Dispatch;

/// <summary>Samples come as often as asked for, and periodic traffic can't hide between them.</summary>
public sealed class SampleStrideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    public void One_of_so_many_is_sampled(int interval)
    {
        const int accesses = 1_000_000;
        Assert.InRange(Samples(interval, accesses).Count, accesses / interval * 0.98, accesses / interval * 1.02);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(8, 16)]
    [InlineData(16, 4)]
    [InlineData(10, 7)]
    public void Each_place_of_a_period_is_sampled_alike(int interval, int period)
    {
        const int accesses = 2_000_000;
        int[] places = new int[period];
        foreach (int sample in Samples(interval, accesses))
            places[sample % period]++;
        double share = (double)accesses / interval / period;
        Assert.All(places, count => Assert.InRange(count, share * 0.95, share * 1.05));
    }

    [Fact]
    public void Skipping_comes_to_the_same_samples_as_stepping()
    {
        List<int> stepped = Samples(8, 10_000);
        var skipped = new List<int>();
        var stride = new SampleStride(1);
        var random = new Random(1);
        for (int at = 0; at < 10_000;)
        {
            int keys = Math.Min(random.Next(1, 30), 10_000 - at);
            if (!stride.TryPass(keys))
            {
                for (int next = stride.Skip(keys); next < keys; next += stride.Skip(keys - next))
                {
                    if (stride.IsSample(8))
                        skipped.Add(at + next);
                    next++;
                }
            }
            at += keys;
        }
        Assert.Equal(stepped, skipped);
    }

    [Fact]
    public void Another_interval_takes_effect_at_once()
    {
        var stride = new SampleStride(1);
        Assert.True(stride.Step());
        stride.IsSample(1_000_000);
        Assert.False(stride.Step());
        stride.Restart();
        Assert.True(stride.Step() && stride.IsSample(1));
        Assert.True(stride.Step() && stride.IsSample(1));
        Assert.False(stride.TryPass(1));
    }

    [Fact]
    public void Without_samples_nothing_is_due_but_a_look_now_and_then()
    {
        var stride = new SampleStride(1);
        int looks = 0;
        for (int i = 0; i < 100 * SampleStride.Idle; i++)
        {
            if (!stride.Step())
                continue;
            looks++;
            Assert.False(stride.IsSample(0));
        }
        Assert.InRange(looks, 99, 101);
    }

    [Fact]
    public void A_new_interval_begins_without_a_bias()
    {
        int first = 0;
        for (ulong seed = 1; seed <= 20_000; seed++)
        {
            var stride = new SampleStride(seed);
            if (stride.Step() && stride.IsSample(8))
                first++;
        }
        Assert.InRange(first, 20_000 / 15 * 0.9, 20_000 / 15 * 1.1);
    }

    private static List<int> Samples(int interval, int accesses)
    {
        var samples = new List<int>();
        var stride = new SampleStride(1);
        for (int i = 0; i < accesses; i++)
        {
            if (stride.Step() && stride.IsSample(interval))
                samples.Add(i);
        }
        return samples;
    }
}
