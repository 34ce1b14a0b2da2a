using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.UnitTests.Storage;

public sealed class ConcurrencyTests
{
    [Fact]
    public void Eight_threads_leave_account_and_counts_exact()
    {
        const int Keys = 3_000;
        StoreFixture fixture = new();
        Namespace space = fixture.Store.Space(0)!;
        ExpiryCollector collector = new(fixture.Store, new NoAlarms());
        int[] present = new int[Keys];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(number => new Thread(() => Guarded(() => Work(number))))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.Null(failure);
        Assert.Equal(present.Sum(), space.Count);
        long cost = 0;
        foreach (Shard shard in space.Shards)
        {
            cost += shard.UsedBytes;
            shard.SettleExactly();
        }

        Assert.Equal(cost, fixture.Store.ApproximateBytes);
        Assert.Equal(cost, fixture.Store.ExactBytes());
        StoreKeyspace keyspace = fixture.Open();
        for (int i = 0; i < Keys; i++)
            Assert.Equal(present[i] == 1, keyspace.Remove(StoreFixture.Key(i)));
        Assert.Equal(0, keyspace.Count);
        for (int i = 0; i < 16; i++)
            collector.Step(fixture.Clock.Now);
        Assert.Equal(0, space.Shards.ToArray().Sum(shard => shard.Heap.UsedBytes));

        void Guarded(Action work)
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        void Work(int number)
        {
            StoreScope scope = fixture.NewScope();
            StoreKeyspace mine = fixture.Open(0, scope);
            Random random = new(number);
            for (int i = 0; i < 40_000; i++)
            {
                int chosen = random.Next(Keys);
                byte[] key = StoreFixture.Key(chosen);
                ulong hash = KeyHash.Of(key);
                space.Set[KeyHash.ShardOf(hash)].Table.PrefetchSlot(hash);
                space.Set[KeyHash.ShardOf(hash)].Table.PrefetchRecord(hash);
                ShardMask mask = default;
                mask.Add(KeyHash.ShardOf(hash));
                scope.Begin(fixture.Clock.Now, mask);
                lock (space.Set[KeyHash.ShardOf(hash)].Gate)
                {
                    switch (random.Next(6))
                    {
                        case 0 or 1:
                            mine.SetString(key, new byte[random.Next(400)], random.Next(2) == 0 ? default : Expiry.At(fixture.Clock.Now + 1 + random.Next(1 << 20)));
                            present[chosen] = 1;
                            break;
                        case 2:
                            Assert.Equal(present[chosen] == 1, mine.Remove(key));
                            present[chosen] = 0;
                            break;
                        case 3 when mine.TryFind(key, out Entry entry):
                            mine.Edit(ref entry, random.Next(2_000));
                            break;
                        default:
                            Assert.Equal(present[chosen] == 1, mine.Exists(key));
                            break;
                    }
                }

                if (number == 0 && i % 1_000 == 0)
                    collector.Step(fixture.Clock.Now);
                if (number == 1 && i % 1_000 == 0)
                {
                    KeyCollector seen = new();
                    mine.Scan(0, 500, ref seen);
                }
            }
        }
    }
}
