using System.Text;
using CacheStorm.Host.Storage.Keyspaces;

namespace CacheStorm.UnitTests.Storage;

/// <summary>Random operations on a keyspace, and on a dictionary that does the same.</summary>
public sealed class KeyspaceModelTests
{
    private readonly record struct Expected(byte[] Value, long ExpireAt);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_operations_leave_what_a_model_says(int seed)
    {
        StoreFixture fixture = new();
        StoreKeyspace keyspace = fixture.Open();
        CacheStorm.Host.Storage.StoreScope scope = fixture.NewScope();
        keyspace = fixture.Open(0, scope);
        CacheStorm.Host.Storage.ExpiryCollector collector = new(fixture.Store, new NoAlarms());
        Dictionary<string, Expected> model = [];
        Random random = new(seed);
        for (int step = 0; step < 60_000; step++)
        {
            long now = fixture.Clock.Now;
            if (random.Next(20) == 0)
            {
                fixture.Clock.Now = now += random.Next(random.Next(10) == 0 ? 100_000 : 100);
                scope.Begin(now, CacheStorm.Host.Storage.ShardMask.All);
                foreach (string due in model.Where(pair => IsDue(pair.Value, now)).Select(pair => pair.Key).ToArray())
                    model.Remove(due);
                if (random.Next(3) == 0)
                    collector.Step(now);
            }

            string name = random.Next(50) == 0 ? new string('k', 250 + random.Next(10)) + random.Next(5) : $"key:{random.Next(2_000)}";
            byte[] key = StoreFixture.Bytes(name);
            bool exists = model.TryGetValue(name, out Expected old);
            switch (random.Next(11))
            {
                case 0 or 1 or 2:
                    byte[] value = RandomValue(random);
                    (Expiry expiry, long expireAt) = RandomExpiry(random, now, exists, old);
                    keyspace.SetString(key, value, expiry);
                    model[name] = new Expected(value, expireAt);
                    break;
                case 3:
                    Assert.Equal(model.Remove(name), keyspace.Remove(key));
                    break;
                case 4:
                    IncrementResult result = keyspace.TryIncrement(key, 7, default, out long sum);
                    if (!exists || Numbers.TryParseInt64(old.Value, out _))
                    {
                        Assert.Equal(IncrementResult.Done, result);
                        model[name] = new Expected(Encoding.UTF8.GetBytes(sum.ToString()), exists ? old.ExpireAt : -1);
                    }
                    else
                    {
                        Assert.Equal(IncrementResult.NotInteger, result);
                    }

                    break;
                case 5:
                    if (!keyspace.TryFind(key, out Entry entry))
                        break;
                    int length = random.Next(10) == 0 ? random.Next(20_000) : random.Next(200);
                    Span<byte> bytes = keyspace.Edit(ref entry, length);
                    byte[] changed = new byte[length];
                    old.Value.AsSpan(0, Math.Min(length, old.Value.Length)).CopyTo(changed);
                    Assert.True(bytes.SequenceEqual(changed));
                    model[name] = old with { Value = changed };
                    break;
                case 6:
                    if (!keyspace.TryFind(key, out entry))
                        break;
                    long at = random.Next(3) == 0 ? -1 : now + random.Next(200_000);
                    keyspace.SetExpiry(ref entry, at);
                    Assert.Equal(at, entry.ExpireAt);
                    if (at >= 0 && at < now)
                        model.Remove(name);
                    else
                        model[name] = old with { ExpireAt = at };
                    break;
                case 7:
                    if (!keyspace.TryFind(key, out entry))
                        break;
                    string target = $"key:{random.Next(2_000)}";
                    bool copy = random.Next(2) == 0;
                    if (copy && target == name)
                        break;
                    if (copy)
                        keyspace.CopyTo(ref entry, keyspace, StoreFixture.Bytes(target));
                    else
                        keyspace.MoveTo(ref entry, keyspace, StoreFixture.Bytes(target));
                    if (!copy)
                        model.Remove(name);
                    model[target] = old;
                    break;
                default:
                    LookupResult found = keyspace.GetString(key, out ReadOnlySpan<byte> read);
                    Assert.Equal(exists ? LookupResult.Found : LookupResult.Missing, found);
                    Assert.True(!exists || read.SequenceEqual(old.Value));
                    break;
            }

            if (step % 5_000 == 0)
                CheckAll(keyspace, model, now);
        }

        CheckAll(keyspace, model, fixture.Clock.Now);
        foreach (string name in model.Keys)
            Assert.True(keyspace.Remove(StoreFixture.Bytes(name)));
        fixture.Clock.Now += 10_000_000;
        for (int i = 0; i < 100; i++)
            collector.Step(fixture.Clock.Now);
        Assert.Equal(0, keyspace.Count);
        foreach (CacheStorm.Host.Storage.Shard shard in keyspace.Space.Shards)
            Assert.Equal(0, shard.Heap.Blocks);
        Assert.Equal(0, fixture.Store.Space(0)!.Shards.ToArray().Sum(shard => shard.Expires));
    }

    private static bool IsDue(Expected expected, long now) => expected.ExpireAt >= 0 && expected.ExpireAt < now;

    private static byte[] RandomValue(Random random)
    {
        if (random.Next(3) == 0)
            return Encoding.UTF8.GetBytes(random.Next(-1000, 1_000_000).ToString());
        byte[] value = new byte[random.Next(100) switch { 0 => random.Next(100_000), < 10 => random.Next(2_000), _ => random.Next(100) }];
        random.NextBytes(value);
        return value;
    }

    private static (Expiry Expiry, long At) RandomExpiry(Random random, long now, bool exists, Expected old)
    {
        long at = now + 1 + random.Next(300_000);
        return random.Next(5) switch
        {
            0 => (Expiry.Keep, exists ? old.ExpireAt : -1),
            1 => (Expiry.At(at), at),
            2 => (Expiry.AtIfNew(at), exists ? old.ExpireAt : at),
            _ => (Expiry.None, -1),
        };
    }

    private static void CheckAll(StoreKeyspace keyspace, Dictionary<string, Expected> model, long now)
    {
        foreach ((string name, Expected expected) in model)
        {
            Assert.True(keyspace.TryFind(StoreFixture.Bytes(name), out Entry entry, Lookup.Peek), name);
            Assert.True(entry.Value.SequenceEqual(expected.Value));
            Assert.Equal(expected.ExpireAt, entry.ExpireAt);
        }

        KeyCollector seen = new();
        ulong cursor = 0;
        do
        {
            cursor = keyspace.Scan(cursor, 100, ref seen);
            Assert.True(cursor < 1UL << 48);
        }
        while (cursor != 0);
        Assert.Equal(model.Count, seen.Keys.Count);
        Assert.True(seen.Keys.SetEquals(model.Keys));
    }
}
