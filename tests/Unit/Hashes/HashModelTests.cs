using System.Globalization;
using System.Text;
using CacheStorm.Plugins.Hashes;

namespace CacheStorm.UnitTests.Hashes;

/// <summary>Random commands on hashes, and on a dictionary that does the same, across the thresholds and with time passing.</summary>
public class HashModelTests
{
    private const string Key = "h";

    private sealed record Field(string Value, long ExpiresAt);

    [Theory]
    [InlineData(1, 8, 64)]
    [InlineData(2, 8, 64)]
    [InlineData(3, 30, 20)]
    [InlineData(4, 512, 64)]
    [InlineData(5, 0, 64)]
    [InlineData(6, 64, 1000)]
    public void Random_commands_leave_what_a_model_says(int seed, int maxFields, int maxLength)
    {
        var calls = new HashCalls();
        calls.Settings.MaxPackedFields = maxFields;
        calls.Settings.MaxPackedLength = maxLength;
        long start = QueuesOfAlarms(calls);
        var random = new Random(seed);
        var model = new Dictionary<string, Field>();
        int names = random.Next(20, 120);
        for (int step = 0; step < 6_000; step++)
        {
            string name = FieldName(random, names);
            string value = Value(random);
            long now = calls.Clock.Now;
            bool exists = model.TryGetValue(name, out Field? old);
            switch (random.Next(12))
            {
                case 0 or 1 or 2:
                    Assert.Equal(exists ? ":0\r\n" : ":1\r\n", calls.Run("HSET", Key, name, value));
                    model[name] = new Field(value, 0);
                    break;
                case 3:
                    string other = FieldName(random, names);
                    int added = new[] { name, other }.Distinct().Count(n => !model.ContainsKey(n));
                    Assert.Equal($":{added}\r\n", calls.Run("HSET", Key, name, value, other, "x"));
                    model[name] = new Field(value, 0);
                    model[other] = new Field("x", 0);
                    break;
                case 4 or 5:
                    Assert.Equal(exists ? ":1\r\n" : ":0\r\n", calls.Run("HDEL", Key, name));
                    model.Remove(name);
                    break;
                case 6:
                    long at = now + random.Next(-5, 200);
                    string expected = !exists ? "-2" : at <= now ? "2" : "1";
                    Assert.Equal($"*1\r\n:{expected}\r\n", calls.Run("HPEXPIREAT", Key, $"{at}", "FIELDS", "1", name));
                    if (exists && at <= now)
                        model.Remove(name);
                    else if (exists)
                        model[name] = old! with { ExpiresAt = at };
                    break;
                case 7:
                    calls.Run("HPERSIST", Key, "FIELDS", "1", name);
                    if (exists)
                        model[name] = old! with { ExpiresAt = 0 };
                    break;
                case 8:
                    string reply = calls.Run("HINCRBY", Key, name, "3");
                    if (!exists || Numbers.TryParseInt64(Encoding.Latin1.GetBytes(old!.Value), out _))
                    {
                        long sum = exists ? long.Parse(old!.Value, CultureInfo.InvariantCulture) + 3 : 3;
                        Assert.Equal($":{sum}\r\n", reply);
                        model[name] = new Field($"{sum}", exists ? old!.ExpiresAt : 0);
                    }
                    else
                    {
                        Assert.StartsWith("-ERR hash value", reply, StringComparison.Ordinal);
                    }
                    break;
                case 9:
                    calls.Run("HSETEX", Key, "PX", "50", "FIELDS", "1", name, value);
                    model[name] = new Field(value, now + 50);
                    break;
                case 10:
                    calls.Clock.Now += random.Next(random.Next(8) == 0 ? 200 : 10);
                    foreach (string due in model.Where(p => p.Value.ExpiresAt != 0 && p.Value.ExpiresAt < calls.Clock.Now).Select(p => p.Key).ToArray())
                        model.Remove(due);
                    if (random.Next(3) == 0)
                        calls.Ring(Key);
                    break;
                default:
                    Assert.Equal(exists ? $"${old!.Value.Length}\r\n{old.Value}\r\n" : "$-1\r\n", calls.Run("HGET", Key, name));
                    break;
            }
            if (step % 100 == 0)
                AssertSame(calls, model);
        }

        AssertSame(calls, model);
        AssertRestores(calls);
        calls.Clock.Now += 1_000_000;
        calls.Ring(Key);
        Assert.Equal($":{model.Count(p => p.Value.ExpiresAt == 0)}\r\n", calls.Run("HLEN", Key));
        foreach (string name in model.Keys)
            calls.Run("HDEL", Key, name);
        Assert.Equal(start, calls.Store.Store.ExactBytes());
        calls.Open().Clear(inBackground: false);
        Assert.Equal(0, calls.Store.Store.ExactBytes());
    }

    /// <summary>What a shard that has seen an alarm keeps for the next one.</summary>
    private static long QueuesOfAlarms(HashCalls calls)
    {
        foreach (string key in new[] { Key, "copy" })
        {
            calls.Run("HSETEX", key, "PX", "10", "FIELDS", "1", "f", "v");
            calls.Run("HDEL", key, "f");
        }
        return calls.Store.Store.ExactBytes();
    }

    private static void AssertSame(HashCalls calls, Dictionary<string, Field> model)
    {
        Keyspace keyspace = calls.Open();
        var found = new Dictionary<string, Field>();
        if (keyspace.TryFind(Encoding.Latin1.GetBytes(Key), out Entry entry, Lookup.Peek))
        {
            Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
            var walk = new FieldWalk(entry);
            while (walk.NextLive(calls.Clock.Now))
            {
                string name = Encoding.Latin1.GetString(walk.Field.Text(text));
                found.Add(name, new Field(Encoding.Latin1.GetString(walk.Value.Text(text)), walk.ExpiresAt));
            }
            Assert.True(calls.Type.Count(entry) >= found.Count);
            long earliest = HashValues.EarliestOf(entry);
            Assert.All(found.Values, field => Assert.True(field.ExpiresAt == 0 || (earliest != 0 && earliest <= field.ExpiresAt)));
        }
        Assert.Equal(model.OrderBy(p => p.Key, StringComparer.Ordinal), found.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    /// <summary>What is written down can be read, and is the same.</summary>
    private static void AssertRestores(HashCalls calls)
    {
        Keyspace keyspace = calls.Open();
        if (!keyspace.TryFind(Encoding.Latin1.GetBytes(Key), out Entry entry, Lookup.Peek))
            return;
        var writer = new RdbWriter();
        byte type = calls.Type.RdbTypeOf(entry);
        calls.Type.Write(entry, writer);
        var digest = new ContentDigest();
        calls.Type.Digest(entry, digest);

        var reader = new RdbReader(writer.Written);
        Assert.True(calls.Type.TryRead(ref reader, type, 0, keyspace, "copy"u8, Expiry.None));
        Assert.True(reader.Rest.IsEmpty);
        Assert.True(keyspace.TryFind("copy"u8, out Entry copy, Lookup.Peek));
        var same = new ContentDigest();
        calls.Type.Digest(copy, same);
        Assert.Equal(digest.Value, same.Value);
        keyspace.TryFind(Encoding.Latin1.GetBytes(Key), out entry, Lookup.Peek);
        keyspace.CopyTo(ref entry, keyspace, "copy"u8);
        Assert.True(keyspace.TryFind("copy"u8, out copy, Lookup.Peek));
        same.Clear();
        calls.Type.Digest(copy, same);
        Assert.Equal(digest.Value, same.Value);
        keyspace.Remove("copy"u8);
    }

    private static string FieldName(Random random, int names)
    {
        int number = random.Next(names);
        return (number % 7) switch
        {
            0 => $"{number}",
            1 => number == 1 ? "" : $"-{number}",
            2 => new string('f', 70) + number,
            _ => $"field:{number}",
        };
    }

    private static string Value(Random random) => random.Next(8) switch
    {
        0 => "",
        1 => $"{random.Next(-100, 100_000)}",
        2 => $"{random.NextInt64()}",
        3 => new string('v', random.Next(200)),
        4 when random.Next(20) == 0 => new string('w', random.Next(5_000)),
        _ => $"value:{random.Next(1000)}",
    };
}
