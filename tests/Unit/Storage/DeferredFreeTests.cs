using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Large values go at once; their blocks go in slices.</summary>
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
        Assert.True(shard.UsedBytes > cost - 2_000, "the blocks are still there");
        int slices = 0;
        for (long before = shard.UsedBytes; _fixture.Store.FreeDoomed(); before = shard.UsedBytes)
        {
            Assert.True(shard.UsedBytes <= before);
            Assert.InRange(before - shard.UsedBytes, 0, 2_048 * 48 + Many * 2 * sizeof(long) + 64);
            slices++;
        }

        Assert.InRange(slices, Many / 2_048, 2 * Many / 2_048 + 2);
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
        Assert.False(_fixture.Store.FreeDoomed());
        Assert.Equal(0, NativeBlockTests.ShardOf(_keyspace, "small"u8).Heap.UsedBytes);
    }

    [Fact]
    public void Emptying_the_database_takes_what_waits_with_it_and_tells_the_types()
    {
        for (int i = 0; i < 5; i++)
            _type.Store(_keyspace, StoreFixture.Key(i), Many);
        _keyspace.Remove(StoreFixture.Key(0));
        _keyspace.Remove(StoreFixture.Key(1));
        Assert.Equal(2, Doomed.Pending);
        _fixture.Store.FreeDoomed();
        Assert.Equal(2, _type.Released);

        Assert.Equal(3, _keyspace.Clear(inBackground: false));
        Assert.Equal(5, _type.Released);
        Assert.Equal(0, Doomed.Pending);
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
        Assert.False(_fixture.Store.FreeDoomed());
    }

    [Fact]
    public void Emptying_frees_what_waits_though_no_key_is_left()
    {
        _type.Store(_keyspace, "big"u8, Many);
        _keyspace.Remove("big"u8);
        Assert.Equal(0, _keyspace.Clear(inBackground: false));
        Assert.Equal(0, Doomed.Pending);
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
    }

    [Fact]
    public void Eviction_frees_what_is_gone_before_anything_else_goes()
    {
        _type.Store(_keyspace, "big"u8, Many);
        for (int i = 0; i < 100; i++)
            _keyspace.SetString(StoreFixture.Key(i), new byte[100]);
        _keyspace.Remove("big"u8);
        long target = _fixture.Store.ApproximateBytes - Many * 40;
        Assert.True(new Evictor(_fixture.Store).EvictUntil(null, target, _fixture.Clock.Now));
        Assert.Equal(100, _keyspace.Count);
        Assert.True(_fixture.Store.ApproximateBytes <= target);
    }

    [Fact]
    public void A_large_value_moves_within_its_shard_as_it_is()
    {
        _type.Store(_keyspace, "a"u8, Many);
        Shard shard = NativeBlockTests.ShardOf(_keyspace, "a"u8);
        byte[] near = Enumerable.Range(0, 100_000).Select(StoreFixture.Key).First(key => NativeBlockTests.ShardOf(_keyspace, key) == shard);
        byte[] far = Enumerable.Range(0, 100_000).Select(StoreFixture.Key).First(key => NativeBlockTests.ShardOf(_keyspace, key) != shard);
        long blocks = shard.Heap.Blocks;
        Assert.True(_keyspace.TryFind("a"u8, out Entry entry));
        long cost = entry.Blocks.TotalBytes;
        _keyspace.MoveTo(ref entry, _keyspace, near);
        Assert.Equal(blocks, shard.Heap.Blocks);
        Assert.True(_keyspace.TryFind(near, out entry));
        Assert.Equal(cost, entry.Blocks.TotalBytes);

        _keyspace.MoveTo(ref entry, _keyspace, far);
        Assert.Equal(0, shard.Heap.UsedBytes);
        Assert.Equal(0, Doomed.Pending);
        Assert.True(_keyspace.TryFind(far, out entry));
        Assert.Equal(cost, entry.Blocks.TotalBytes);
        for (int i = 0; i < Many; i++)
            Assert.Equal((byte)i, entry.Blocks[i + 1][39]);
        AssertAccountIsExact();
    }

    private void Collect() => new ExpiryCollector(_fixture.Store, new NoAlarms()).Step(_fixture.Clock.Now);

    private void AssertAccountIsExact()
    {
        foreach (Shard shard in _keyspace.Space.Shards)
            shard.SettleExactly();
        Assert.Equal(_fixture.Store.ExactBytes(), _fixture.Store.ApproximateBytes);
    }
}
