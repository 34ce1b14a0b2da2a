using CacheStorm.Plugins.Eviction;

namespace CacheStorm.UnitTests.Eviction;

public class FrequencySketchTests
{
    [Fact]
    public void Never_estimates_too_low_before_it_ages()
    {
        var sketch = new FrequencySketch(4096);
        for (int key = 0; key < 1000; key++)
        {
            for (int use = 0; use <= key % 10; use++)
                sketch.Count(SampledCache.HashOf(key));
        }

        int exact = 0;
        for (int key = 0; key < 1000; key++)
        {
            int estimate = sketch.Estimate(SampledCache.HashOf(key));
            Assert.True(estimate >= key % 10 + 1);
            exact += estimate == key % 10 + 1 ? 1 : 0;
        }
        Assert.True(exact > 950, $"{exact} of 1000 are exact");
    }

    [Fact]
    public void Counts_are_halved_as_time_goes_by()
    {
        var sketch = new FrequencySketch(256);
        for (int i = 0; i < 20; i++)
            sketch.Count(1);
        Assert.Equal(FrequencySketch.Max, sketch.Estimate(1));

        for (int i = 0; i < 20_000; i++)
            sketch.Count(SampledCache.HashOf(i % 16 + 10));

        Assert.True(sketch.Estimate(1) < FrequencySketch.Max / 2, $"{sketch.Estimate(1)}");
    }

    [Fact]
    public void Keeps_its_estimates_when_it_grows()
    {
        var sketch = new FrequencySketch(256);
        for (int key = 0; key < 100; key++)
        {
            for (int use = 0; use < 4; use++)
                sketch.Count(SampledCache.HashOf(key));
        }

        sketch.EnsureCapacity(100_000);

        Assert.True(sketch.Capacity >= 100_000);
        for (int key = 0; key < 100; key++)
            Assert.True(sketch.Estimate(SampledCache.HashOf(key)) >= 4);
    }

    [Fact]
    public async Task Counts_from_many_threads_while_it_grows_and_ages()
    {
        var sketch = new FrequencySketch(256);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 200_000; i++)
            {
                sketch.Count(SampledCache.HashOf(i % 500));
                if (i % 50_000 == 0)
                    sketch.EnsureCapacity(1000L << (i / 50_000));
            }
        })));

        Assert.True(sketch.Estimate(SampledCache.HashOf(7)) > 0);
        Assert.Equal(0, sketch.Estimate(SampledCache.HashOf(1_000_000)) / FrequencySketch.Max);
    }
}
