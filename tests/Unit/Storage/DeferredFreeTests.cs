using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Large values go at once, from the account, too; their heaps are freed in slices.</summary>
public sealed class DeferredFreeTests
{
    private const int Many = 10_000;

    private readonly BlockValueType _type = new();
    private readonly StoreFixture _fixture = new();
    private readonly StoreKeyspace _keyspace;

    public DeferredFreeTests()
    {
        _fixture.Types.Register(_type);
        _keyspace = _fixture.Open();
    }

    private DoomedValues Doomed => _fixture.Store.Doomed;

    public static TheoryData<string> WaysToGo => ["removed", "overwritten", "replaced", "expired", "evicted", "cleared"];

    [Theory]
    [MemberData(nameof(WaysToGo))]
    public void However_a_large_value_goes_the_account_returns(string way)
    {
        Shard shard = NativeBlockTests.ShardOf(_keyspace, "big"u8);
        _type.Store(_keyspace, "big"u8, Many, expiry: Expiry.At(_fixture.Clock.Now + 10));
        long cost = shard.UsedBytes;
        Assert.True(_keyspace.TryFind("big"u8, out Entry big));
        long blocks = big.Blocks.TotalBytes;
        switch (way)
        {
            case "removed":
                Assert.True(_keyspace.Remove("big"u8));
                break;
            case "overwritten":
                _keyspace.SetString("big"u8, "small"u8);
                break;
            case "replaced":
                _type.Store(_keyspace, "big"u8);
                break;
            case "expired":
                _fixture.Clock.Now += 1_000;
                Collect();
                break;
            case "evicted":
                new Evictor(_fixture.Store).EvictUntil(null, _fixture.Store.ApproximateBytes - 1, _fixture.Clock.Now, most: 1);
                break;
            default:
                Assert.True(_keyspace.TryFind("big"u8, out Entry entry));
                _keyspace.Blocks(ref entry).Clear();
                Assert.True(entry.Blocks.TotalBytes == 0);
                break;
        }

        Assert.Equal(1, Doomed.Pending);
        Assert.Equal(0, Doomed.Freed);
        Assert.Equal(0, _fixture.Store.ValueHeaps.Count);
        Assert.InRange(shard.UsedBytes, 0, cost - blocks);
        AssertAccountIsExact();
        long left = shard.UsedBytes;
        Assert.InRange(FreeAll(), 1, Many / 2_048 + 2);
        Assert.Equal(left, shard.UsedBytes);
        Assert.Equal(0, Doomed.Pending);
        Assert.Equal(1, Doomed.Freed);
        _keyspace.Remove("big"u8);

        // The buckets of the expiry that was there go on this occasion.
        Collect();
        Assert.Equal(0, shard.Heap.UsedBytes);
        AssertAccountIsExact();
    }

    [Fact]
    public void A_small_one_is_freed_at_once()
    {
        _type.Store(_keyspace, "small"u8, 1_000);
        _keyspace.Remove("small"u8);
        Assert.Equal(0, Doomed.Pending);
        Assert.False(Doomed.FreeSome());
        Assert.Equal(0, NativeBlockTests.ShardOf(_keyspace, "small"u8).Heap.UsedBytes);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(1_000, 1)]
    public void Few_but_wide_blocks_are_freed_beside_the_traffic(int blocks, int pending)
    {
        _type.Store(_keyspace, "wide"u8, blocks, length: 100_000);
        _keyspace.Remove("wide"u8);
        Assert.Equal(pending, Doomed.Pending);
        Assert.Equal(pending > 0, Doomed.LargeBytes >= blocks * 100_000L);
        Assert.Equal(0, NativeBlockTests.ShardOf(_keyspace, "wide"u8).Heap.UsedBytes);
        AssertAccountIsExact();
        FreeAll();
        Assert.Equal(0, Doomed.LargeBytes);
        Assert.Equal(pending, Doomed.Freed);
    }

    [Fact]
    public void Emptying_the_database_tells_the_types_and_leaves_no_heap()
    {
        for (int i = 0; i < 5; i++)
            _type.Store(_keyspace, StoreFixture.Key(i), Many);
        _keyspace.Remove(StoreFixture.Key(0));
        _keyspace.Remove(StoreFixture.Key(1));
        Assert.Equal(2, Doomed.Pending);
        Assert.Equal(2, _type.Released);

        Assert.Equal(3, _fixture.Store.ValueHeaps.Count);
        Shard shard = NativeBlockTests.ShardOf(_keyspace, StoreFixture.Key(3));
        Assert.Equal(3, _keyspace.Clear(inBackground: false));
        Assert.Equal(5, _type.Released);
        Assert.Equal(0, _fixture.Store.ValueHeaps.Count);
        Assert.Equal(0, shard.UsedBytes);
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
        Assert.Equal(2, Doomed.Pending);
        FreeAll();
        Assert.Equal(0, Doomed.Pending);
        Assert.Equal(2, Doomed.Freed);
    }

    [Fact]
    public void Eviction_counts_what_is_gone_as_gone()
    {
        _type.Store(_keyspace, "big"u8, Many);
        for (int i = 0; i < 100; i++)
            _keyspace.SetString(StoreFixture.Key(i), new byte[100]);
        long target = _fixture.Store.ApproximateBytes - Many * 40;
        _keyspace.Remove("big"u8);
        Assert.True(new Evictor(_fixture.Store).EvictUntil(null, target, _fixture.Clock.Now));
        Assert.Equal(100, _keyspace.Count);
    }

    [Fact]
    public void Many_threads_may_free_and_delete()
    {
        for (int i = 0; i < 20; i++)
            _type.Store(_keyspace, StoreFixture.Key(i), 5_000);
        using CountdownEvent ready = new(3);
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            ready.Signal();
            while (Doomed.Freed < 20)
                Doomed.FreeSome();
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        ready.Wait();
        for (int i = 0; i < 20; i++)
            _keyspace.Remove(StoreFixture.Key(i));
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, Doomed.Pending);
        AssertAccountIsExact();
    }

    private int FreeAll()
    {
        int slices = 0;
        while (Doomed.FreeSome())
            slices++;
        return slices;
    }

    private void Collect() => new ExpiryCollector(_fixture.Store, new NoAlarms()).Step(_fixture.Clock.Now);

    private void AssertAccountIsExact()
    {
        foreach (Shard shard in _keyspace.Space.Shards)
            shard.SettleExactly();
        Assert.Equal(_fixture.Store.ExactBytes(), _fixture.Store.ApproximateBytes);
    }
}
