using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.UnitTests.Storage;

/// <summary>What a tag costs: its entries pay for it, and nobody else.</summary>
public sealed class TagCostTests
{
    private const int MostOfTag = 40;
    private readonly StoreFixture _fixture = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void An_entry_pays_at_most_forty_bytes_for_each_of_its_tags(int tags)
    {
        long extra = 0;
        int sizes = 0;
        for (int length = 0; length <= 900; length++, sizes++)
        {
            long one = TaggedCost(length, tags) - UntaggedCost(length);

            // Larger records are in blocks of coarser sizes, where eight bytes more may cost sixteen, or nothing.
            if (12 + 16 + length <= 120)
                Assert.InRange(one, 1, (long)MostOfTag * tags);
            extra += one;
        }

        // In the mean over all sizes it is no more, either.
        Assert.InRange((double)extra / sizes / tags, 8, MostOfTag + 1);
    }

    [Fact]
    public void The_index_costs_by_tag_and_not_by_entry()
    {
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < 5_000; i++)
            keyspace.SetString(StoreFixture.Key(i), "v"u8, default, Tags("one"));
        long index = keyspace.Tags.IndexBytes;
        for (int i = 5_000; i < 10_000; i++)
            keyspace.SetString(StoreFixture.Key(i), "v"u8, default, Tags("one"));

        Assert.Equal(index, keyspace.Tags.IndexBytes);
        keyspace.SetString("k"u8, "v"u8, default, Tags("another"));
        Assert.InRange(keyspace.Tags.IndexBytes - index, 100, 400);
    }

    [Fact]
    public void A_key_without_tags_costs_what_it_would_if_there_were_none()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("plain"u8, "v"u8);
        long before = CostOf(keyspace, "plain"u8);
        for (int i = 0; i < 2_000; i++)
        {
            keyspace.SetString(StoreFixture.Key(i), "v"u8);
            keyspace.SetString(StoreFixture.Bytes($"tagged:{i}"), "v"u8, default, Tags("a", "b"));
        }

        // Only its share of a fuller table differs.
        Assert.InRange(CostOf(keyspace, "plain"u8), 24, before);
        Assert.Equal(12 + 16 + 3, CacheStorm.Host.Storage.Records.Record.SizeFor(0, 16, 3));

        keyspace.TryFind(StoreFixture.Bytes("tagged:7"), out Entry entry);
        keyspace.RemoveTags(ref entry, Tags("a", "b"));
        entry.MemoryUsage(out long tagBytes);
        Assert.Equal(0, tagBytes);
        keyspace.SetString(StoreFixture.Bytes("tagged:8"), "v"u8);
        keyspace.TryFind(StoreFixture.Bytes("tagged:8"), out entry);
        entry.MemoryUsage(out tagBytes);
        Assert.Equal(0, tagBytes);
    }

    [Fact]
    public void A_visitor_is_told_the_same_as_whoever_asks_for_the_key()
    {
        StoreKeyspace keyspace = _fixture.Open();
        keyspace.SetString("k"u8, new byte[300], default, Tags("a", "b", "c"));
        keyspace.TryFind("k"u8, out Entry entry);
        Assert.Equal(keyspace.MemoryUsage(entry), entry.MemoryUsage(out long tagBytes));
        Assert.Equal(ShardHeap.CapacityFor(8 + (3 * 24)), tagBytes);
        Assert.True(keyspace.Remove("k"u8));
        bool refused = false;
        try
        {
            entry.MemoryUsage(out _);
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused, "an entry that is gone has no cost");
    }

    private static long UntaggedCost(int length)
    {
        StoreKeyspace keyspace = new StoreFixture().Open();
        keyspace.SetString("key:000000000000"u8, new byte[length]);
        return CostOf(keyspace, "key:000000000000"u8);
    }

    private static long TaggedCost(int length, int tags)
    {
        StoreKeyspace keyspace = new StoreFixture().Open();
        keyspace.SetString("key:000000000000"u8, new byte[length], default, Tags([.. Enumerable.Range(0, tags).Select(i => $"tag:{i}")]));
        return CostOf(keyspace, "key:000000000000"u8);
    }

    private static long CostOf(StoreKeyspace keyspace, ReadOnlySpan<byte> key)
    {
        Assert.True(keyspace.TryFind(key, out Entry entry));
        return keyspace.MemoryUsage(entry);
    }

    private static TagNames Tags(params string[] names)
    {
        var list = new ArgumentListBuilder();
        foreach (string name in names)
            list.Add(StoreFixture.Bytes(name));
        return TagNames.Of(list.Arguments, 0, names.Length);
    }
}
