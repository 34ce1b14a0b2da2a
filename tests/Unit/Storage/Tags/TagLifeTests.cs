using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Snapshots;
using CacheStorm.Host.Storage.Tags;

namespace CacheStorm.UnitTests.Storage.Tags;

/// <summary>Tags in snapshots, under eviction, and in the account.</summary>
public sealed class TagLifeTests
{
    private readonly StoreFixture _fixture = new();

    [Fact]
    public void A_snapshot_holds_what_there_was_at_its_instant_with_its_tags()
    {
        StoreKeyspace keyspace = _fixture.Open();
        Set(keyspace, "gone before", "a");
        Set(keyspace, "stale before", "b");
        Set(keyspace, "gone after", "c", "x");
        Set(keyspace, "stale after", "d");
        Set(keyspace, "stays", "y");
        Invalidate(keyspace, "a");
        Invalidate(keyspace, "b", _fixture.Clock.Now + 1_000);
        CopyingReader reader = new();
        SnapshotCapture capture = _fixture.Store.Snapshots;
        capture.Begin(reader, _fixture.Clock.Now);
        Invalidate(keyspace, "b");
        Invalidate(keyspace, "c");
        Invalidate(keyspace, "d", _fixture.Clock.Now + 1_000);
        Set(keyspace, "written after", "c");
        while (_fixture.Store.Space(0)!.Set.Tags!.WorkOffOne(null))
        {
        }

        while (capture.Step())
        {
        }

        capture.End();
        Assert.Null(capture.Failure);
        Assert.Equal(["gone after: c x", "stale after: d", "stays: y"], reader.Entries.Order());
    }

    [Fact]
    public void What_is_evicted_leaves_its_tags_and_what_is_dead_is_not_evicted()
    {
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = _fixture.Open(0, scope);
        for (int i = 0; i < 4_000; i++)
            Set(keyspace, $"key:{i}", i % 2 == 0 ? "even" : "odd");
        Invalidate(keyspace, "even");
        _fixture.Clock.Now += 1_000_000;
        scope.Begin(_fixture.Clock.Now, ShardMask.All);
        foreach (Shard shard in keyspace.Space.Shards)
            shard.SettleExactly();
        Evictor evictor = new(_fixture.Store);
        Assert.True(evictor.EvictUntil(scope, _fixture.Store.ApproximateBytes / 2, _fixture.Clock.Now));
        long odd = keyspace.Tags.CountOf("odd"u8);
        Assert.Equal(2_000 - _fixture.Events.EvictedCount, odd);
        Assert.Equal(odd, keyspace.Count);
        Assert.True(_fixture.Events.InvalidatedCount > 0);
        Assert.Equal(_fixture.Events.InvalidatedCount, keyspace.Space.Counters().Invalidated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1024)]
    public void A_tag_costs_at_most_forty_bytes_an_entry(int tags)
    {
        StoreKeyspace plain = _fixture.Open(0), tagged = _fixture.Open(1);
        string[] names = [.. Enumerable.Range(0, tags).Select(static i => $"tag:{i}")];
        const int Keys = 1_000;
        for (int i = 0; i < Keys; i++)
        {
            plain.SetString(StoreFixture.Key(i), new byte[32]);
            Set(tagged, $"key:{i}", names);
        }

        long plainBytes = plain.Space.Shards.ToArray().Sum(static shard => shard.UsedBytes);
        long taggedBytes = tagged.Space.Shards.ToArray().Sum(static shard => shard.UsedBytes);
        double cost = (taggedBytes - plainBytes) / (double)Keys / tags;
        Assert.InRange(cost, 24, 40);
        Assert.Null(plain.Space.Set.Tags);
    }

    [Fact]
    public void Emptying_a_namespace_leaves_nothing_and_answers_who_waits()
    {
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < 5_000; i++)
            Set(keyspace, $"key:{i}", "a", i % 2 == 0 ? "b" : "c");
        keyspace.Tags.Link("p"u8, "q"u8);
        Assert.Equal(5_000, Invalidate(keyspace, "a").Keys);
        TagInvalidationResult second = Invalidate(keyspace, "b");
        bool known = false;
        Assert.True(second.Pending!.WhenKnown(() => known = true));
        bool settled = false;
        Assert.True(keyspace.Tags.WhenSettled(() => settled = true));
        keyspace.Clear(inBackground: false);
        Assert.True(known);
        Assert.True(settled);
        Assert.Equal(0, second.Pending.Count());
        Assert.Equal(0, _fixture.Store.ExactBytes());
        Assert.Equal(0, _fixture.Store.ApproximateBytes);
        Assert.Empty(keyspace.Tags.ChildrenOf("p"u8));
    }

    [Fact]
    public void Counting_waits_for_nothing_where_tags_never_met()
    {
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < 5_000; i++)
            Set(keyspace, $"key:{i}", i % 2 == 0 ? "even" : "odd");
        Invalidate(keyspace, "even");
        Assert.True(keyspace.Tags.IsSettled("odd"u8));
        Assert.Equal(2_500, keyspace.Tags.CountOf("odd"u8));
        Assert.Equal(2_500, keyspace.Count);
        TagInvalidationResult result = Invalidate(keyspace, "odd");
        Assert.Null(result.Pending);
        Assert.Equal(2_500, result.Keys);
        Assert.Equal(5_000, keyspace.Tags.PendingEntries);
    }

    [Fact]
    public void Tags_that_met_are_counted_while_they_are_taken_back()
    {
        StoreKeyspace keyspace = _fixture.Open();
        for (int i = 0; i < 6_000; i++)
            Set(keyspace, $"key:{i}", i % 3 == 0 ? ["a"] : i % 3 == 1 ? ["b"] : ["a", "b"]);
        Assert.Equal(4_000, Invalidate(keyspace, "a").Keys);
        Assert.False(keyspace.Tags.IsSettled("b"u8));
        Assert.Equal(2_000, keyspace.Tags.CountOf("b"u8));
        Assert.Equal(2_000, keyspace.Count);
        TagInvalidationResult result = Invalidate(keyspace, "b");
        Assert.NotNull(result.Pending);
        Assert.Equal(0, keyspace.Count);
        TagIndex index = keyspace.Space.Set.Tags!;
        bool known = false;
        result.Pending.WhenKnown(() => known = true);
        while (index.WorkOffOne(null))
        {
        }

        Assert.True(known);
        Assert.Equal(2_000, result.Pending.Count());
    }

    private static void Set(StoreKeyspace keyspace, string key, params string[] tags) =>
        keyspace.SetString(StoreFixture.Bytes(key), new byte[32], default, Names(tags));

    private static TagInvalidationResult Invalidate(StoreKeyspace keyspace, string tag, long staleUntil = 0) =>
        keyspace.Tags.Invalidate(Names(tag), new TagInvalidationOptions { StaleUntil = staleUntil });

    private static TagNames Names(params string[] names) => TagNames.Of(ArgumentList.Of([.. names.Select(StoreFixture.Bytes)]), 0, names.Length);

    private sealed class CopyingReader : ISnapshotReader
    {
        public List<string> Entries { get; } = [];

        public void Begin(long unixMilliseconds)
        {
        }

        public void Entry(int namespaceIndex, in Entry entry)
        {
            StringBuilder text = new(Encoding.UTF8.GetString(entry.Key) + ":");
            int at = 0;
            while (entry.TryNextTag(ref at, out ReadOnlySpan<byte> tag))
                text.Append(' ').Append(Encoding.UTF8.GetString(tag));
            Entries.Add(text.ToString());
        }
    }
}
