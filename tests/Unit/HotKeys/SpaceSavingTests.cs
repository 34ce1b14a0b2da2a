using System.Text;
using CacheStorm.Plugins.HotKeys;
using CacheStorm.UnitTests.Eviction;

namespace CacheStorm.UnitTests.HotKeys;

/// <summary>What Space-Saving promises: never too low, too high by a bounded amount.</summary>
public sealed class SpaceSavingTests
{
    [Fact]
    public void Sums_are_exact_while_there_is_room()
    {
        var sums = new SpaceSaving(3);
        Add(sums, "a", 5);
        Add(sums, "b", 10);
        Add(sums, "c", 1);
        Add(sums, "a", 7);
        Add(sums, "c", 0);
        Assert.Equal([("a", 12L), ("b", 10L), ("c", 1L)], Top(sums, 3));
    }

    [Fact]
    public void A_new_key_takes_the_place_of_the_least()
    {
        var sums = new SpaceSaving(2);
        Add(sums, "a", 100);
        Add(sums, "b", 3);
        Add(sums, "c", 4);
        Assert.Equal([("a", 100L), ("c", 7L)], Top(sums, 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_sum_is_too_low_and_none_too_high_by_more_than_promised(int seed)
    {
        const int room = 200;
        var sums = new SpaceSaving(room);
        var truth = new Dictionary<string, long>();
        var random = new Random(seed);
        long total = 0;
        foreach (int number in Traces.Zipf(20_000, 200_000, 1.0, seed))
        {
            long amount = random.Next(1, 1000);
            string key = $"key:{number}";
            truth[key] = truth.GetValueOrDefault(key) + amount;
            total += amount;
            Add(sums, key, amount);
        }
        List<(string Key, long Sum)> found = Top(sums, room);
        Assert.Equal(room, found.Count);
        foreach ((string key, long sum) in found)
            Assert.InRange(sum, truth[key], truth[key] + total / room);
        Assert.Equal(truth.OrderByDescending(one => one.Value).Take(10).Select(one => one.Key), found.Take(10).Select(one => one.Key));
    }

    private static void Add(SpaceSaving sums, string key, long amount) => sums.Add(Encoding.UTF8.GetBytes(key), amount);

    private static List<(string Key, long Sum)> Top(SpaceSaving sums, int count)
    {
        var keys = new List<HotKey>();
        sums.Collect(keys);
        return [.. HotKey.Top(keys, count).Select(one => (Encoding.UTF8.GetString(one.Key), one.Amount))];
    }
}
