using System.Text;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Snapshots;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.UnitTests.Storage;

public sealed class SnapshotTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Equals_a_copy_taken_at_its_begin_while_writers_run(int seed)
    {
        StoreFixture fixture = new();
        StoreKeyspace zero = fixture.Open(0);
        StoreKeyspace one = fixture.Open(1);
        Random random = new(seed);
        Fill(fixture, zero, random, 4_000);
        Fill(fixture, one, random, 500);

        // Several in a row: one is given up halfway, and the next must be whole all the same.
        for (int round = 0; round < 4; round++)
        {
            Dictionary<string, string> model = Contents(zero, 0);
            foreach ((string key, string value) in Contents(one, 1))
                model.Add(key, value);
            CopyingReader reader = new();
            SnapshotCapture capture = fixture.Store.Snapshots;
            capture.Begin(reader, fixture.Clock.Now);
            bool giveUp = round == 1;
            int steps = 0;
            while (capture.Step())
            {
                if (random.Next(3) == 0)
                    Change(fixture, zero, random, 30);
                if (++steps == 100 && giveUp)
                    capture.GiveUp(new OperationCanceledException());
                if (steps == 200 && round == 2)
                    fixture.Store.Swap(null, zero.Space, one.Space);
                if (steps == 250 && round == 2)
                    zero.Clear(inBackground: false);
                if (steps == 300 && round == 3)
                    one.Clear(inBackground: false);
            }

            capture.End();
            if (giveUp)
                Assert.IsType<OperationCanceledException>(capture.Failure);
            else
                Assert.Equal(model.OrderBy(pair => pair.Key), reader.Entries.OrderBy(pair => pair.Key));
            AssertOneEpoch(fixture.Store);
            Change(fixture, zero, random, 200);
        }
    }

    [Fact]
    public void Threads_may_write_meanwhile()
    {
        StoreFixture fixture = new();
        StoreKeyspace keyspace = fixture.Open();
        Fill(fixture, keyspace, new Random(9), 20_000);
        Dictionary<string, string> model = Contents(keyspace, 0);
        CopyingReader reader = new();
        fixture.Store.Snapshots.Begin(reader, fixture.Clock.Now);
        Thread[] writers = [.. Enumerable.Range(0, 4).Select(number => new Thread(() => WriteOnOwnShards(fixture, number)))];
        foreach (Thread writer in writers)
            writer.Start();
        while (fixture.Store.Snapshots.Step())
        {
        }

        foreach (Thread writer in writers)
            writer.Join();
        fixture.Store.Snapshots.End();
        Assert.Null(fixture.Store.Snapshots.Failure);
        Assert.Equal(model.OrderBy(pair => pair.Key), reader.Entries.OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task One_is_read_at_a_time_and_a_failing_reader_is_reported()
    {
        StoreFixture fixture = new();
        Fill(fixture, fixture.Open(), new Random(1), 1_000);
        SnapshotReading reading = new(fixture.Store, new PlainGate());
        CopyingReader blocked = new() { Hold = new ManualResetEventSlim() };
        Task first = reading.ReadAsync(blocked);
        Assert.True(reading.IsRunning);
        Assert.Throws<InvalidOperationException>(() => { _ = reading.ReadAsync(new CopyingReader()); });
        blocked.Hold.Set();
        await first;
        Assert.False(reading.IsRunning);
        Assert.Equal(fixture.Store.Space(0)!.Count, blocked.Entries.Count);

        await Assert.ThrowsAsync<IOException>(() => reading.ReadAsync(new CopyingReader { Fails = true }));
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.ReadAsync(new CopyingReader(), cancelled.Token));
        AssertOneEpoch(fixture.Store);
    }

    private static void WriteOnOwnShards(StoreFixture fixture, int number)
    {
        StoreScope scope = fixture.NewScope();
        StoreKeyspace keyspace = fixture.Open(0, scope);
        Namespace space = fixture.Store.Space(0)!;
        Random random = new(number);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] key = StoreFixture.Key(random.Next(20_000));
            int shard = KeyHash.ShardOf(KeyHash.Of(key));
            lock (space.Set[shard].Gate)
            {
                if (random.Next(3) == 0)
                    keyspace.Remove(key);
                else
                    keyspace.SetString(key, Encoding.UTF8.GetBytes($"w{i}"));
            }
        }
    }

    private static void Fill(StoreFixture fixture, StoreKeyspace keyspace, Random random, int count)
    {
        for (int i = 0; i < count; i++)
            keyspace.SetString(StoreFixture.Key(i), Encoding.UTF8.GetBytes($"v{random.Next()}"),
                i % 4 == 0 ? Expiry.At(fixture.Clock.Now + 1_000_000) : default);
    }

    private static void Change(StoreFixture fixture, StoreKeyspace keyspace, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] key = StoreFixture.Key(random.Next(5_000));
            switch (random.Next(6))
            {
                case 0:
                    keyspace.Remove(key);
                    break;
                case 1 when keyspace.TryFind(key, out Entry entry):
                    keyspace.Edit(ref entry, random.Next(1, 50))[0] = (byte)'x';
                    break;
                case 2 when keyspace.TryFind(key, out Entry entry):
                    keyspace.SetExpiry(ref entry, fixture.Clock.Now + random.Next(1, 1_000));
                    break;
                case 3 when keyspace.TryFind(key, out Entry entry):
                    keyspace.MoveTo(ref entry, keyspace, StoreFixture.Key(random.Next(5_000)));
                    break;
                default:
                    keyspace.SetString(key, Encoding.UTF8.GetBytes($"c{random.Next()}"));
                    break;
            }
        }
    }

    private static Dictionary<string, string> Contents(StoreKeyspace keyspace, int index)
    {
        EntryCollector all = new(index);
        ulong cursor = 0;
        do
        {
            cursor = keyspace.Scan(cursor, 1_000, ref all);
        }
        while (cursor != 0);
        return all.Entries;
    }

    private static unsafe void AssertOneEpoch(Store store)
    {
        nint* records = stackalloc nint[SegmentTable.MostOfBucket];
        for (int i = 0; i < store.Databases; i++)
        {
            if (store.ExistingSpace(i) is not { } space)
                continue;
            foreach (Shard shard in space.Shards)
            {
                ulong point = 0;
                for (bool end = false; !end;)
                {
                    int found = shard.Table.ListBucket(ref point, records, out end);
                    for (int j = 0; j < found; j++)
                        Assert.Equal(store.EpochFlag, new CacheStorm.Host.Storage.Records.Record((byte*)records[j]).Flags & CacheStorm.Host.Storage.Records.Record.FlagEpoch);
                }
            }
        }
    }

    private static string Describe(in Entry entry) => $"{Encoding.UTF8.GetString(entry.Value)} @{entry.ExpireAt}";

    private struct EntryCollector(int index) : IEntryVisitor
    {
        public Dictionary<string, string> Entries { get; } = [];

        public readonly void Visit(in Entry entry) => Entries[$"{index} {Encoding.UTF8.GetString(entry.Key)}"] = Describe(entry);
    }

    private sealed class CopyingReader : ISnapshotReader
    {
        public Dictionary<string, string> Entries { get; } = [];

        public ManualResetEventSlim? Hold { get; init; }

        public bool Fails { get; init; }

        public void Begin(long unixMilliseconds)
        {
        }

        public void Entry(int namespaceIndex, in Entry entry)
        {
            Hold?.Wait();
            if (Fails)
                throw new IOException("full");
            Entries.Add($"{namespaceIndex} {Encoding.UTF8.GetString(entry.Key)}", Describe(entry));
        }
    }

    private sealed class PlainGate : IStoreGate
    {
        public void EnterShared()
        {
        }

        public void ExitShared()
        {
        }

        public void EnterExclusive()
        {
        }

        public void ExitExclusive()
        {
        }
    }
}
