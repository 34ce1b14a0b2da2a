using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Namespaces with names: which there are, what expires by itself in them, what they may take, and what becomes of deleted ones.</summary>
public sealed class NamespaceTests
{
    private readonly StoreFixture _fixture = new();

    private Store Store => _fixture.Store;

    [Fact]
    public void Names_lead_to_indexes_above_the_numbered_ones()
    {
        Namespace first = Store.Directory.Add("first");
        Namespace second = Store.Directory.Add("second");
        Assert.Equal((16, 17), (first.Index, second.Index));
        Assert.Same(first, Store.Directory.Find("first"u8));
        Assert.Same(second, Store.Space(17));
        Assert.Null(Store.Space(18));
        Assert.Null(Store.Directory.Find("First"u8));
        Assert.Equal(0, Store.Directory.Find("default"u8)!.Index);
        Assert.Equal(7, Store.Directory.Find("db7"u8)!.Index);
        Assert.Null(Store.Directory.Find("db16"u8));
        Assert.Null(Store.Directory.Find("db99999999999"u8));
        Assert.Null(Store.Directory.Find(new byte[200]));
        Assert.Null(Store.Directory.Find([0xC3, 0xA4]));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("tenant:7.x_y-Z", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("a/b", false)]
    public void Names_are_made_of_letters_digits_and_a_few_marks(string name, bool valid) =>
        Assert.Equal(valid, NamespaceName.IsValid(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void Names_have_at_most_128_bytes()
    {
        Assert.True(NamespaceName.IsValid(Encoding.ASCII.GetBytes(new string('n', 128))));
        Assert.False(NamespaceName.IsValid(Encoding.ASCII.GetBytes(new string('n', 129))));
    }

    [Fact]
    public void An_index_is_used_again_after_a_rest_only_and_not_while_a_snapshot_runs()
    {
        Namespace gone = Store.Directory.Add("gone");
        Fill(gone, 100);
        Store.Delete(null, gone);
        Assert.Null(Store.Directory.Find("gone"u8));
        Assert.Null(Store.LiveSpace(16));
        Assert.Same(gone, Store.Space(16));
        Assert.Equal(0, gone.Count);
        Assert.Equal(17, Store.Directory.Add("next").Index);

        _fixture.Clock.Now += 60_000;
        Store.Snapshots.Begin(new SilentReader(), _fixture.Clock.Now);
        Assert.Equal(18, Store.Directory.Add("meanwhile").Index);
        while (Store.Snapshots.Step())
        {
        }

        Store.Snapshots.End();
        Namespace again = Store.Directory.Add("again");
        Assert.Equal(16, again.Index);
        Assert.Equal((0, "again"), (again.Count, again.Name));
        Fill(again, 10);
        Assert.Equal(10, Store.LiveSpace(16)!.Count);
        Assert.Equal(19, Store.Directory.Add("other").Index);
    }

    [Fact]
    public void Deleting_gives_the_memory_back_and_keeps_the_totals()
    {
        Namespace space = Store.Directory.Add("short");
        StoreKeyspace keyspace = Fill(space, 2_000);
        keyspace.GetString("nothing"u8, out _);
        keyspace.GetString(StoreFixture.Key(1), out _);
        Assert.True(Store.ExactBytes() > 0);
        Store.Delete(null, space);
        Assert.Equal((0, 0, 0), (Store.ExactBytes(), Store.ApproximateBytes, space.Bytes));
        Assert.Equal((1, 1), (Store.Departed.Hits, Store.Departed.Misses));
        Assert.Contains("flushed", _fixture.Events.Names);
        Assert.True(SpinWait.SpinUntil(() => Store.Reclaimer.Pending == 0, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_snapshot_has_them_with_their_index_although_they_are_deleted_meanwhile()
    {
        Namespace space = Store.Directory.Add("kept");
        Fill(space, 300);
        Fill(Store.Space(2)!, 200);
        var reader = new CountingReader();
        Store.Snapshots.Begin(reader, _fixture.Clock.Now);
        Store.Delete(null, space);
        Store.Directory.Add("later");
        while (Store.Snapshots.Step())
        {
        }

        Store.Snapshots.End();
        Assert.Equal((300, 200), (reader.Seen[16], reader.Seen[2]));
        Assert.Equal(2, reader.Seen.Count);
        Assert.True(SpinWait.SpinUntil(() => Store.Reclaimer.Pending == 0, TimeSpan.FromSeconds(20)));
        Store.Snapshots.Begin(reader, _fixture.Clock.Now);
        while (Store.Snapshots.Step())
        {
        }

        Store.Snapshots.End();
        Assert.Equal((300, 400), (reader.Seen[16], reader.Seen[2]));
    }

    [Fact]
    public void A_numbered_one_that_is_deleted_is_empty_and_as_it_was_at_first()
    {
        Namespace space = Store.Space(3)!;
        Store.Configure(space, new NamespaceOptions(1_000, 1 << 20, "allkeys-lru"), new LeastRecentlyUsed());
        Fill(space, 10);
        Assert.True(Store.HasQuotas);
        Store.Delete(null, space);
        Assert.Same(space, Store.LiveSpace(3));
        Assert.Equal((0, default), (space.Count, space.Options));
        Assert.False(Store.HasQuotas);
        Assert.Same(Store.Policy, space.Policy);
    }

    [Fact]
    public void Keys_stored_without_an_expiry_get_the_default()
    {
        Namespace space = Store.Directory.Add("sessions");
        Store.Configure(space, new NamespaceOptions(5_000, 0, null), null);
        StoreKeyspace keyspace = Open(space);
        long due = _fixture.Clock.Now + 5_000;
        keyspace.SetString("plain"u8, "1"u8);
        keyspace.SetString("own"u8, "1"u8, Expiry.At(_fixture.Clock.Now + 99_000));
        keyspace.SetString("kept"u8, "1"u8, Expiry.Keep);
        keyspace.Increment("number"u8);
        Assert.Equal((due, _fixture.Clock.Now + 99_000, due, due),
            (Due(keyspace, "plain"), Due(keyspace, "own"), Due(keyspace, "kept"), Due(keyspace, "number")));

        // A change of the value leaves it, storing anew begins it again.
        _fixture.Clock.Now += 1_000;
        keyspace.Scope.Begin(_fixture.Clock.Now, ShardMask.All);
        keyspace.Increment("number"u8);
        keyspace.SetString("plain"u8, "2"u8);
        keyspace.SetString("kept"u8, "2"u8, Expiry.Keep);
        Assert.Equal((due + 1_000, due, due), (Due(keyspace, "plain"), Due(keyspace, "kept"), Due(keyspace, "number")));

        // What somebody made permanent stays so until it is stored anew; the same length must not hide that.
        keyspace.TryFind("plain"u8, out Entry entry);
        keyspace.SetExpiry(ref entry, -1);
        keyspace.SetString("plain"u8, "3"u8, Expiry.Keep);
        Assert.Equal(-1, Due(keyspace, "plain"));
        keyspace.SetString("plain"u8, "4"u8);
        Assert.Equal(due + 1_000, Due(keyspace, "plain"));

        _fixture.Clock.Now += 5_001;
        keyspace.Scope.Begin(_fixture.Clock.Now, ShardMask.All);
        Assert.False(keyspace.Exists("plain"u8));
        Assert.True(keyspace.Exists("own"u8));
    }

    [Fact]
    public void A_plain_overwrite_renews_the_default_in_either_epoch()
    {
        Namespace space = Store.Directory.Add("sessions");
        StoreKeyspace keyspace = Open(space);
        keyspace.SetString("k"u8, "1"u8);
        Assert.Equal(-1, Due(keyspace, "k"));
        Store.Configure(space, new NamespaceOptions(5_000, 0, null), null);
        Store.TurnEpoch();
        Store.TurnEpoch();
        keyspace.SetString("k"u8, "2"u8);
        Assert.Equal(_fixture.Clock.Now + 5_000, Due(keyspace, "k"));
    }

    [Fact]
    public void Copies_and_what_comes_from_elsewhere_get_the_default_and_renamed_entries_stay_as_they_are()
    {
        Namespace space = Store.Directory.Add("sessions");
        Store.Configure(space, new NamespaceOptions(5_000, 0, null), null);
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = new(Store, space, scope), outside = _fixture.Open(0, scope);
        long due = _fixture.Clock.Now + 5_000;
        outside.SetString("moved"u8, "1"u8);
        outside.SetString("copied"u8, "1"u8, Expiry.At(_fixture.Clock.Now + 77));
        Transfer(outside, "moved", keyspace, "moved", copy: false);
        Transfer(outside, "copied", keyspace, "copied", copy: true);
        Assert.Equal((due, _fixture.Clock.Now + 77), (Due(keyspace, "moved"), Due(keyspace, "copied")));

        keyspace.TryFind("moved"u8, out Entry entry);
        keyspace.SetExpiry(ref entry, -1);
        Transfer(keyspace, "moved", keyspace, "renamed", copy: false);
        Transfer(keyspace, "renamed", keyspace, "double", copy: true);
        Assert.Equal((-1, due), (Due(keyspace, "renamed"), Due(keyspace, "double")));
        Transfer(keyspace, "renamed", outside, "back", copy: false);
        Assert.Equal(-1, Due(outside, "back"));
    }

    [Fact]
    public void The_account_is_exact_with_a_quota_and_follows_the_set()
    {
        Namespace space = Store.Directory.Add("tenant");
        Fill(space, 50);
        Store.Configure(space, new NamespaceOptions(0, 1 << 30, null), null);
        var random = new Random(5);
        StoreKeyspace keyspace = Open(space);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] key = StoreFixture.Key(random.Next(500));
            if (random.Next(3) == 0)
                keyspace.Remove(key);
            else
                keyspace.SetString(key, new byte[random.Next(6_000)], random.Next(2) == 0 ? default : Expiry.At(_fixture.Clock.Now + 1_000));
            if (i % 500 == 0)
                Assert.Equal(Exact(space), space.Bytes);
        }

        long before = space.Bytes;
        Namespace other = Store.Space(1)!;
        Store.Swap(null, space, other);
        Assert.Equal((0, before), (space.Bytes, other.Bytes));
        Assert.Equal(before, Store.ApproximateBytes);
        Store.Swap(null, space, other);
        Open(space).Clear(inBackground: false);
        Assert.Equal((0, 0), (space.Bytes, Store.ApproximateBytes));
    }

    [Fact]
    public void Only_the_one_that_is_over_its_quota_loses_entries()
    {
        Namespace flooded = Store.Directory.Add("flooded"), quiet = Store.Directory.Add("quiet");
        Store.Configure(flooded, new NamespaceOptions(0, 4 << 20, null), null);
        Fill(quiet, 5_000);
        Fill(Store.Space(0)!, 5_000);
        StoreKeyspace keyspace = Open(flooded);
        for (int i = 0; i < 60_000; i++)
        {
            Assert.True(flooded.Evictor!.EvictUntil(keyspace.Scope, flooded.MaxMemory, _fixture.Clock.Now));
            keyspace.SetString(StoreFixture.Key(i), new byte[400]);
            Assert.True(flooded.Bytes <= flooded.MaxMemory + 8192, $"{flooded.Bytes} after {i}");
        }

        Assert.Equal((5_000, 5_000), (quiet.Count, Store.Space(0)!.Count));
        Assert.InRange(keyspace.Count, 4_000, 10_000);
        Assert.Equal(60_000 - keyspace.Count, flooded.Counters().Evicted);
        Assert.Equal((0, 0), (quiet.Counters().Evicted, Store.Space(0)!.Counters().Evicted));
    }

    [Fact]
    public void Swapped_entries_are_not_taken_for_the_quota_of_where_they_were()
    {
        Namespace first = Store.Space(1)!, second = Store.Space(2)!;
        Store.Configure(first, new NamespaceOptions(0, 2 << 20, null), null);
        Fill(first, 3_000);
        first.Evictor!.EvictUntil(null, first.Bytes - 1_000, _fixture.Clock.Now);
        Store.Swap(null, first, second);
        long kept = second.Count;
        Fill(first, 3_000);
        Assert.False(first.Evictor.EvictUntil(null, -1, _fixture.Clock.Now));
        Assert.Equal((0, kept), (first.Count, second.Count));
    }

    [Fact]
    public void A_policy_of_its_own_chooses_within_and_never_mixes_with_the_servers()
    {
        Namespace timed = Store.Directory.Add("timed"), kept = Store.Directory.Add("kept");
        Store.Configure(timed, new NamespaceOptions(0, 0, "volatile-ttl"), new SoonestToExpire());
        Store.Configure(kept, new NamespaceOptions(0, 0, "noeviction"), new Keeps());
        Fill(kept, 20_000);
        StoreKeyspace keyspace = Open(timed);
        for (int i = 0; i < 1_000; i++)
            keyspace.SetString(StoreFixture.Key(i), new byte[200], i % 2 == 0 ? default : Expiry.At(_fixture.Clock.Now + 1_000_000 - i));
        Fill(Store.Space(0)!, 1_000);

        Assert.False(new Evictor(Store).EvictUntil(null, 0, _fixture.Clock.Now));
        Assert.Equal((20_000, 500, 0), (kept.Count, timed.Count, Store.Space(0)!.Count));
        Assert.Equal(500, Enumerable.Range(0, 1_000).Count(i => keyspace.Exists(StoreFixture.Key(i))));
    }

    [Fact]
    public void Access_words_are_kept_by_the_policy_in_force()
    {
        Namespace own = Store.Directory.Add("own");
        Store.Configure(own, new NamespaceOptions(0, 0, "counts"), new CountsUses());
        StoreScope scope = _fixture.NewScope();
        StoreKeyspace keyspace = new(Store, own, scope), outside = _fixture.Open(0, scope);
        keyspace.SetString("k"u8, "1"u8);
        outside.SetString("k"u8, "1"u8);
        for (int i = 0; i < 4; i++)
        {
            keyspace.GetString("k"u8, out _);
            outside.GetString("k"u8, out _);
        }

        keyspace.TryFind("k"u8, out Entry entry, Lookup.Peek);
        Assert.Equal(5u, keyspace.Access(entry).Word);
        outside.TryFind("k"u8, out entry, Lookup.Peek);
        Assert.Equal((uint)(_fixture.Clock.Now / 1000), outside.Access(entry).Word);

        // Where it goes another policy reads the word: it begins anew.
        Transfer(outside, "k", keyspace, "moved", copy: false);
        keyspace.TryFind("moved"u8, out entry, Lookup.Peek);
        Assert.Equal(1u, keyspace.Access(entry).Word);

        Store.Policy = new CountsUses();
        Assert.True(Store.Space(0)!.PolicyOwnsAccess);
        own.LosePolicy(Store.Policy);
        Assert.Same(Store.Policy, own.Policy);
    }

    private StoreKeyspace Open(Namespace space) => new(Store, space, _fixture.NewScope());

    private StoreKeyspace Fill(Namespace space, int count)
    {
        StoreKeyspace keyspace = Open(space);
        for (int i = 0; i < count; i++)
            keyspace.SetString(StoreFixture.Key(i), new byte[100]);
        return keyspace;
    }

    private static long Exact(Namespace space)
    {
        long bytes = 0;
        foreach (Shard shard in space.Shards)
            bytes += shard.UsedBytes;
        return bytes;
    }

    private static long Due(StoreKeyspace keyspace, string key)
    {
        Assert.True(keyspace.TryFind(StoreFixture.Bytes(key), out Entry entry, Lookup.Peek));
        return entry.ExpireAt;
    }

    private static void Transfer(StoreKeyspace source, string key, StoreKeyspace target, string newKey, bool copy)
    {
        Assert.True(source.TryFind(StoreFixture.Bytes(key), out Entry entry, Lookup.Peek));
        if (copy)
            source.CopyTo(ref entry, target, StoreFixture.Bytes(newKey));
        else
            source.MoveTo(ref entry, target, StoreFixture.Bytes(newKey));
    }

    private sealed class SilentReader : ISnapshotReader
    {
        public void Begin(long unixMilliseconds)
        {
        }

        public void Entry(int namespaceIndex, in Entry entry)
        {
        }
    }

    private sealed class CountingReader : ISnapshotReader
    {
        public Dictionary<int, int> Seen { get; } = [];

        public void Begin(long unixMilliseconds)
        {
        }

        public void Entry(int namespaceIndex, in Entry entry) => Seen[namespaceIndex] = Seen.GetValueOrDefault(namespaceIndex) + 1;
    }

    private sealed class Keeps : EvictionPolicy
    {
        public override string Name => "noeviction";

        public override bool Evicts => false;

        public override double Score(in EvictionCandidate candidate) => 0;
    }

    private sealed class CountsUses : EvictionPolicy
    {
        public override string Name => "counts";

        public override bool OwnsAccessWord => true;

        public override uint OnCreated(ulong keyHash, uint clock) => 1;

        public override uint OnAccess(uint word, ulong keyHash, uint clock) => word + 1;

        public override double Score(in EvictionCandidate candidate) => -(double)candidate.AccessWord;
    }
}
