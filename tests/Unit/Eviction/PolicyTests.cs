using CacheStorm.Plugins.Eviction;

namespace CacheStorm.UnitTests.Eviction;

public class PolicyTests
{
    private const uint Clock = 1_000_000;

    [Fact]
    public void Lru_lets_the_longest_unused_go()
    {
        var policy = new AllKeysLruPolicy();

        Assert.True(policy.Score(Candidate(Clock - 100)) > policy.Score(Candidate(Clock - 10)));
        Assert.Equal(100, policy.IdleSecondsOf(Clock - 100, Clock));
        Assert.Equal(-1, policy.FrequencyOf(Clock, Clock));
    }

    [Fact]
    public void Ttl_lets_the_next_to_expire_go()
    {
        var policy = new TtlPolicy();

        Assert.True(policy.Score(Candidate(0) with { ExpireAt = 10 }) > policy.Score(Candidate(0) with { ExpireAt = 20 }));
        Assert.False(policy.AllKeys);
    }

    [Fact]
    public void A_counter_starts_at_five_and_falls_by_one_a_minute()
    {
        var policy = new AllKeysLfuPolicy(new EvictionSettings());
        uint word = policy.OnCreated(1, Clock);

        Assert.Equal(5, policy.FrequencyOf(word, Clock));
        Assert.Equal(3, policy.FrequencyOf(word, Clock + 120));
        Assert.Equal(0, policy.FrequencyOf(word, Clock + 3600));
        Assert.True(policy.Score(Candidate(word) with { Clock = Clock + 3600 }) > policy.Score(Candidate(word)));
    }

    [Fact]
    public void A_counter_never_falls_when_decay_is_off()
    {
        var policy = new AllKeysLfuPolicy(new EvictionSettings { LfuDecayTime = 0 });
        uint word = policy.Adjust(0, -1, 77, Clock);

        Assert.Equal(77, policy.FrequencyOf(word, Clock + 100_000));
    }

    [Theory]
    [InlineData(0, 200, 205, 205)]
    [InlineData(10, 100, 8, 12)]
    [InlineData(10, 1000, 16, 21)]
    [InlineData(10, 100_000, 135, 152)]
    [InlineData(10, 1_000_000, 255, 255)]
    public void A_counter_grows_with_the_logarithm_of_uses(int factor, int uses, int least, int most)
    {
        var random = new Random(3);
        double sum = 0;
        const int Runs = 10;
        for (int run = 0; run < Runs; run++)
        {
            int count = LogarithmicCounter.Start;
            for (int i = 0; i < uses; i++)
                count = LogarithmicCounter.Grow(count, factor, random.NextDouble());
            sum += count;
        }
        Assert.InRange(sum / Runs, least, most);
    }

    [Fact]
    public void Minutes_wrap_without_harm()
    {
        uint late = 65_535 * 60;
        uint word = LogarithmicCounter.Word(100, late);

        Assert.Equal(98, LogarithmicCounter.CountOf(word, late + 120, 1));
    }

    [Fact]
    public void Noeviction_evicts_nothing_and_the_rest_does()
    {
        var settings = new EvictionSettings();
        EvictionPolicy[] all =
        [
            new AllKeysLruPolicy(), new VolatileLruPolicy(), new AllKeysLfuPolicy(settings), new VolatileLfuPolicy(settings),
            new AllKeysRandomPolicy(), new VolatileRandomPolicy(), new TtlPolicy(), new AllKeysWTinyLfuPolicy(settings, new KeyCensus()), new VolatileWTinyLfuPolicy(settings, new KeyCensus()),
        ];

        Assert.False(new NoEvictionPolicy().Evicts);
        Assert.All(all, policy => Assert.True(policy.Evicts));
        Assert.All(all, policy => Assert.Equal(policy.Name.StartsWith("allkeys-", StringComparison.Ordinal), policy.AllKeys));
    }

    private static EvictionCandidate Candidate(uint word) => new(word, Clock, -1, Clock * 1000L, 1, 64, 0);
}
