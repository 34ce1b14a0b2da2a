using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>What single entries are said to cost and what the store accounts for are the same bytes.</summary>
public sealed class MemorySumsTests
{
    // What no entry is charged with, a shard: the heads of a timing wheel, slots of objects that are free, what division leaves.
    private const long UnchargedOfShard = 8 * 1024;

    private readonly StoreFixture _fixture = new();
    private readonly BlockValueType _blocks = new();

    public MemorySumsTests() => _fixture.Types.Register(_blocks);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Entries_tables_and_the_index_of_tags_add_up_after_anything(int seed)
    {
        var random = new Random(seed);
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(0, scope);
        for (int step = 0; step < 20_000; step++)
        {
            Change(keyspace, random);
            if (step % 2_000 == 0)
                Check();
        }

        Check();
        _fixture.Open(0).Clear(inBackground: false);
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
        Assert.Equal(0, _fixture.Store.Space(0)!.Memory().Total);
    }

    [Fact]
    public void Deleting_key_by_key_leaves_nothing_either()
    {
        var random = new Random(4);
        StoreKeyspace keyspace = _fixture.Open();
        for (int step = 0; step < 5_000; step++)
            Change(keyspace, random);
        var keys = new KeyCollector();
        keyspace.Scan(0, int.MaxValue / 16, ref keys);
        foreach (string key in keys.Keys)
            Assert.True(keyspace.Remove(StoreFixture.Bytes(key)));

        NamespaceMemory memory = _fixture.Store.Space(0)!.Memory();
        Assert.Equal(0, memory.Keys);
        Assert.Equal(0, memory.TagIndex);
        Assert.InRange(memory.Entries, 0, ShardSet.Count * UnchargedOfShard);
    }

    private void Check()
    {
        NamespaceMemory memory = _fixture.Store.Space(0)!.Memory();
        var sum = new CostCollector();
        ulong cursor = 0;
        do
        {
            cursor = _fixture.Open(0).Scan(cursor, 1_000, ref sum);
        }
        while (cursor != 0);

        Assert.Equal(memory.Keys, sum.Keys);
        Assert.Equal(_fixture.Store.ExactBytes(), memory.Total);
        Assert.InRange(memory.Entries + memory.Tables - sum.Bytes, 0, (ShardSet.Count * UnchargedOfShard) + sum.Keys);
        Assert.InRange(sum.TagBytes, 0, memory.Entries);
        Assert.Equal(sum.TagBytes > 0, memory.TagIndex > 0);
    }

    private void Change(StoreKeyspace keyspace, Random random)
    {
        byte[] key = StoreFixture.Key(random.Next(500));
        switch (random.Next(8))
        {
            case 0:
                keyspace.SetString(key, new byte[random.Next(2_000)], Expires(random));
                break;
            case 1 or 2:
                keyspace.SetString(key, new byte[random.Next(200)], Expires(random), Tags(random));
                break;
            case 3:
                _blocks.Store(keyspace, key, random.Next(30), 1 + random.Next(500), Expires(random));
                break;
            case 4:
                keyspace.Remove(key);
                break;
            case 5:
                if (keyspace.TryFind(key, out Entry entry))
                    keyspace.AddTags(ref entry, Tags(random));
                break;
            case 6:
                if (keyspace.TryFind(key, out entry))
                    keyspace.RemoveTags(ref entry, Tags(random));
                break;
            default:
                if (keyspace.TryFind(key, out entry))
                    keyspace.CopyTo(ref entry, keyspace, StoreFixture.Key(500 + random.Next(200)));
                break;
        }
    }

    private Expiry Expires(Random random) => random.Next(3) == 0 ? Expiry.At(_fixture.Clock.Now + 10_000 + random.Next(1_000_000)) : default;

    private static TagNames Tags(Random random)
    {
        var list = new ArgumentListBuilder();
        int count = 1 + random.Next(5);
        for (int i = 0; i < count; i++)
            list.Add(StoreFixture.Bytes($"tag:{random.Next(40)}"));
        return TagNames.Of(list.Arguments, 0, count);
    }

    private struct CostCollector : IEntryVisitor
    {
        public long Keys;
        public long Bytes;
        public long TagBytes;

        public void Visit(in Entry entry)
        {
            Keys++;
            Bytes += entry.MemoryUsage(out long tagBytes);
            TagBytes += tagBytes;
        }
    }
}
