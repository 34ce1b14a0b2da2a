using CacheStorm.Plugins.Eviction;

namespace CacheStorm.UnitTests.Eviction;

public class HitRateTests
{
    private const int Capacity = 2000;

    [Fact]
    public void Frequency_beats_recency_when_popularity_is_steady()
    {
        double lru = HitRate(new AllKeysLruPolicy(), Steady());
        double lfu = HitRate(new AllKeysLfuPolicy(new EvictionSettings()), Steady());
        double tiny = HitRate(WTinyLfu(), Steady());

        Assert.True(lfu > lru + 0.01, $"lfu {lfu:P1}, lru {lru:P1}");
        Assert.True(tiny > lru + 0.03, $"w-tinylfu {tiny:P1}, lru {lru:P1}");
    }

    [Fact]
    public void Scans_do_not_drive_out_what_is_wanted()
    {
        double lru = HitRate(new AllKeysLruPolicy(), Scanned());
        double tiny = HitRate(WTinyLfu(), Scanned());

        Assert.True(tiny > lru + 0.05, $"w-tinylfu {tiny:P1}, lru {lru:P1}");
    }

    [Fact]
    public void Fame_of_old_fades_when_other_keys_become_popular()
    {
        IEnumerable<int> changing = Traces.Zipf(20_000, 200_000, 0.9)
            .Concat(Traces.Zipf(20_000, 200_000, 0.9, seed: 2, firstKey: 1_000_000));
        double lru = HitRate(new AllKeysLruPolicy(), changing);
        double tiny = HitRate(WTinyLfu(), changing);

        Assert.True(tiny > lru, $"w-tinylfu {tiny:P1}, lru {lru:P1}");
    }

    [Fact]
    public void Every_policy_beats_chance_on_steady_popularity()
    {
        double chance = HitRate(new AllKeysRandomPolicy(), Steady());

        Assert.True(HitRate(new AllKeysLruPolicy(), Steady()) > chance);
        Assert.True(HitRate(new AllKeysLfuPolicy(new EvictionSettings()), Steady()) > chance);
        Assert.True(HitRate(WTinyLfu(), Steady()) > chance);
    }

    [Fact]
    public void New_keys_get_their_chance_in_the_window()
    {
        var cache = Cache(settings => settings.WindowPercent = 10);
        foreach (int key in Traces.Zipf(5_000, 100_000, 0.9))
            cache.Use(key);

        for (int key = 1_000_000; key < 1_000_100; key++)
            cache.Use(key);

        int kept = 0;
        for (int key = 1_000_000; key < 1_000_100; key++)
            kept += cache.Contains(key) ? 1 : 0;
        Assert.True(kept > 95, $"{kept} of 100 were kept");
    }

    private static IEnumerable<int> Steady() => Traces.Zipf(50_000, 300_000, 0.9);

    private static IEnumerable<int> Scanned() => Traces.WithScans(Traces.Zipf(20_000, 200_000, 0.9), 2000, 2000, 1_000_000);

    private static double HitRate(EvictionPolicy policy, IEnumerable<int> trace)
    {
        var cache = new SampledCache(policy, Capacity);
        return Run(cache, trace);
    }

    private static double Run(SampledCache cache, IEnumerable<int> trace)
    {
        int position = 0;
        foreach (int key in trace)
        {
            if (++position % 100 == 0)
                cache.Clock++;
            cache.Use(key);
        }
        return cache.HitRate;
    }

    private static AllKeysWTinyLfuPolicy WTinyLfu() => new(new EvictionSettings(), new KeyCensus { Keys = Capacity });

    private static SampledCache Cache(Action<EvictionSettings> adjust)
    {
        var settings = new EvictionSettings();
        adjust(settings);
        return new SampledCache(new AllKeysWTinyLfuPolicy(settings, new KeyCensus { Keys = Capacity }), Capacity);
    }
}
