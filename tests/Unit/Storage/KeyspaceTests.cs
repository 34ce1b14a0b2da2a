using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.UnitTests.Storage;

public sealed class KeyspaceTests
{
    private readonly StoreFixture _fixture = new();

    [Fact]
    public void A_stale_entry_throws_and_touches_nothing()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("a"u8, "1"u8);
        Assert.True(keyspace.TryFind("a"u8, out Entry entry));
        keyspace.SetString("b"u8, "2"u8);
        bool threw = false;
        try
        {
            keyspace.Edit(ref entry, 100);
        }
        catch (InvalidOperationException)
        {
            threw = true;
        }

        Assert.True(threw);
        Assert.Equal("1", StoreFixture.Read(keyspace, "a"));
    }

    [Fact]
    public void A_key_whose_shard_is_not_locked_is_refused()
    {
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(0, scope);
        ShardMask mask = default;
        mask.Add(KeyHash.ShardOf(KeyHash.Of("a"u8)));
        scope.Begin(_fixture.Clock.Now, mask);
        keyspace.SetString("a"u8, "1"u8);
        byte[] other = Enumerable.Range(0, 1000).Select(StoreFixture.Key)
            .First(key => KeyHash.ShardOf(KeyHash.Of(key)) != KeyHash.ShardOf(KeyHash.Of("a"u8)));
        Assert.Throws<InvalidOperationException>(() => keyspace.Exists(other));
        Assert.Throws<InvalidOperationException>(() => keyspace.Clear(false));
    }

    [Fact]
    public void A_key_lives_through_its_last_millisecond_and_no_longer()
    {
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(0, scope);
        long now = _fixture.Clock.Now;
        scope.Begin(now, ShardMask.All);
        keyspace.SetString("a"u8, "1"u8, Expiry.At(now + 1));
        scope.Begin(now + 1, ShardMask.All);
        Assert.True(keyspace.Exists("a"u8));
        scope.Begin(now + 2, ShardMask.All);
        Assert.False(keyspace.Exists("a"u8));
    }

    [Fact]
    public void A_hint_serves_the_key_at_its_place_only()
    {
        StoreScope scope = _fixture.NewScope();
        byte[] buffer = "GET abc abd"u8.ToArray();
        scope.Hint(buffer, 4, 3, 42);
        Assert.Equal(42UL, scope.HashOf(buffer.AsSpan(4, 3)));
        Assert.Equal(KeyHash.Of("abd"u8), scope.HashOf(buffer.AsSpan(8, 3)));
        Assert.Equal(KeyHash.Of("ab"u8), scope.HashOf(buffer.AsSpan(4, 2)));
        scope.ClearHint();
        Assert.Equal(KeyHash.Of("abc"u8), scope.HashOf(buffer.AsSpan(4, 3)));
    }

    [Fact]
    public void A_value_may_be_stored_from_the_bytes_of_its_own_entry()
    {
        StoreKeyspace keyspace = _fixture.Open();
        foreach (int length in new[] { 10, 500, 5_000 })
        {
            byte[] value = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            keyspace.SetString("a"u8, value, Expiry.At(_fixture.Clock.Now + 1000));
            keyspace.GetString("a"u8, out ReadOnlySpan<byte> own);
            keyspace.SetString("a"u8, own[1..]);
            keyspace.GetString("a"u8, out own);
            Assert.True(own.SequenceEqual(value.AsSpan(1)));
            Assert.True(keyspace.TryFind("a"u8, out Entry entry));
            Assert.True(keyspace.Remove(entry.Key));
        }
    }

    [Fact]
    public void Hits_misses_expired_and_averages_are_counted()
    {
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(3, scope);
        keyspace.SetString("a"u8, "1"u8, Expiry.At(_fixture.Clock.Now + 1_000));
        keyspace.SetString("b"u8, "1"u8, Expiry.At(_fixture.Clock.Now + 3_000));
        keyspace.GetString("a"u8, out _);
        keyspace.GetString("c"u8, out _);
        keyspace.GetString("c"u8, out _, Lookup.Peek);
        NamespaceStatistics statistics = _fixture.Store.Space(3)!.Statistics(_fixture.Clock.Now);
        Assert.Equal("db3", statistics.Name);
        Assert.Equal((2, 2, 1, 1), (statistics.Keys, statistics.Expires, statistics.Hits, statistics.Misses));
        Assert.Equal(2_000, statistics.AverageTtl);
        Assert.Equal(_fixture.Store.ExactBytes(), statistics.MemoryBytes);

        _fixture.Clock.Now += 1_001;
        scope.Begin(_fixture.Clock.Now, ShardMask.All);
        Assert.False(keyspace.Exists("a"u8));
        Assert.Equal(1, _fixture.Events.ExpiredCount);
        Assert.Equal(1, _fixture.Store.Space(3)!.Counters().Expired);
        _fixture.Store.Space(3)!.ResetCounters();
        Assert.Equal(0, _fixture.Store.Space(3)!.Counters().Expired);
    }

    [Fact]
    public void Events_are_told_to_whom_they_interest()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("a"u8, "1"u8);
        Assert.Empty(_fixture.Events.Names);
        _fixture.Store.Interests = StoreInterests.Modified | StoreInterests.Stored | StoreInterests.Missed;
        keyspace.SetString("a"u8, "2"u8);
        keyspace.SetString("b"u8, "2"u8);
        keyspace.Increment("b"u8);
        keyspace.Remove("a"u8);
        keyspace.GetString("a"u8, out _);
        Assert.Equal(
            ["modified a", "stored a", "modified b", "new b", "modified b", "modified a", "missed a"], _fixture.Events.Names);
    }

    [Fact]
    public void Flushing_brings_the_account_back_to_its_start()
    {
        _fixture.Open();
        long start = _fixture.Store.ExactBytes();
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < 20_000; i++)
            keyspace.SetString(StoreFixture.Key(i), new byte[i % 3_000], i % 2 == 0 ? default : Expiry.At(_fixture.Clock.Now + i));
        Assert.InRange(_fixture.Store.ApproximateBytes, _fixture.Store.ExactBytes() - (256 * 4096), _fixture.Store.ExactBytes() + (256 * 4096));
        Assert.Equal(20_000, keyspace.Clear(inBackground: false));
        Assert.Equal(0, keyspace.Count);
        Assert.Equal(start, _fixture.Store.ExactBytes());
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
        Assert.Equal(0, _fixture.Store.Reclaimer.Pending);
    }

    [Fact]
    public void Flushing_in_the_background_drops_the_account_at_once_and_frees_later()
    {
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < 5_000; i++)
            keyspace.SetString(StoreFixture.Key(i), new byte[2_000]);
        ShardSet old = keyspace.Space.Set;
        keyspace.Clear(inBackground: true);
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.True(SpinWait.SpinUntil(() => _fixture.Store.Reclaimer.Pending == 0, TimeSpan.FromSeconds(20)));
        Assert.False(old.HasBytes);
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
    }

    [Fact]
    public void Swapping_exchanges_all_and_keeps_the_counters_at_home()
    {
        StoreKeyspace zero = _fixture.Open(0);
        StoreKeyspace one = _fixture.Open(1);
        zero.SetString("a"u8, "0"u8);
        one.SetString("a"u8, "1"u8);
        zero.GetString("a"u8, out _);
        _fixture.Store.Swap(null, zero.Space, one.Space);
        Assert.Equal("1", StoreFixture.Read(zero, "a"));
        Assert.Equal("0", StoreFixture.Read(one, "a"));
        Assert.Equal(2, zero.Space.Counters().Hits);
        Assert.Equal(1, one.Space.Counters().Hits);
        Assert.Same(zero.Space, zero.Space.Set.Space);
    }

    [Fact]
    public void Large_values_grow_by_appending_without_being_copied_each_time()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("a"u8, new byte[2_000]);
        int moves = 0;
        Shard shard = _fixture.Store.Space(0)!.Set[KeyHash.ShardOf(KeyHash.Of("a"u8))];
        for (int length = 2_000; length < 1_000_000; length += 1_000)
        {
            long before = shard.UsedBytes;
            Assert.True(keyspace.TryFind("a"u8, out Entry entry));
            keyspace.Edit(ref entry, length);
            moves += shard.UsedBytes != before ? 1 : 0;
        }

        Assert.InRange(moves, 1, 12);
        Assert.True(keyspace.TryFind("a"u8, out Entry last));
        Assert.Equal((byte)StringEncoding.Raw, last.Encoding);
    }

    [Fact]
    public void Random_visits_every_live_key_and_no_dead_one()
    {
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(0, scope);
        for (int i = 0; i < 500; i++)
            keyspace.SetString(StoreFixture.Key(i), "v"u8, i < 5 ? default : Expiry.At(_fixture.Clock.Now + 10));
        _fixture.Clock.Now += 11;
        scope.Begin(_fixture.Clock.Now, ShardMask.All);
        KeyCollector seen = new();
        for (int i = 0; i < 300; i++)
            Assert.True(keyspace.Random(ref seen));
        Assert.Equal(["key:0", "key:1", "key:2", "key:3", "key:4"], seen.Keys.Order());
    }
}
