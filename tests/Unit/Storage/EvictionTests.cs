using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

public sealed class EvictionTests
{
    [Fact]
    public void Least_recently_used_entries_go_first()
    {
        StoreFixture fixture = new();
        StoreScope scope = fixture.NewScope();
        StoreKeyspace keyspace = fixture.Open(0, scope);
        for (int i = 0; i < 20_000; i++)
            keyspace.SetString(StoreFixture.Key(i), new byte[200]);
        fixture.Clock.Now += 1_000_000;
        scope.Begin(fixture.Clock.Now, ShardMask.All);
        for (int i = 0; i < 10_000; i++)
            keyspace.GetString(StoreFixture.Key(i), out _);

        Evictor evictor = new(fixture.Store) { Samples = 10 };
        long target = fixture.Store.ApproximateBytes * 6 / 10;
        Assert.True(evictor.EvictUntil(scope, target, fixture.Clock.Now));
        Assert.True(fixture.Store.ApproximateBytes <= target);
        int young = Enumerable.Range(0, 10_000).Count(i => keyspace.Exists(StoreFixture.Key(i)));
        Assert.True(young > 9_500, $"{10_000 - young} young entries were evicted.");
        Assert.Equal(fixture.Events.EvictedCount, 20_000 - (int)keyspace.Count);
        Assert.Equal(fixture.Events.EvictedCount, keyspace.Space.Counters().Evicted);
    }

    [Fact]
    public void A_policy_for_expiring_keys_leaves_the_others_and_says_when_it_is_at_its_end()
    {
        StoreFixture fixture = new(new SoonestToExpire());
        StoreKeyspace keyspace = fixture.Open();
        for (int i = 0; i < 5_000; i++)
            keyspace.SetString(StoreFixture.Key(i), new byte[100], i % 100 == 0 ? Expiry.At(fixture.Clock.Now + 100_000 + i) : default);
        Evictor evictor = new(fixture.Store);
        Assert.False(evictor.EvictUntil(null, 0, fixture.Clock.Now));
        Assert.Equal(50, fixture.Events.EvictedCount);
        Assert.Equal(4_950, keyspace.Count);
    }
}
