using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Memory;

/// <summary>MEMINFO's figures add up: to used_memory, and to what MEMORY USAGE says of each key.</summary>
public sealed class MemInfoTests(OurServer server) : IClassFixture<OurServer>
{
    // What no entry is charged with: above all the heads of timing wheels, a few KiB a shard in which something expires.
    private const long Uncharged = 256 * 8 * 1024;

    [SkippableTheory]
    [InlineData("2")]
    [InlineData("3")]
    public void The_parts_add_up_to_used_memory(string protocol)
    {
        using RespConnection client = Start(protocol);
        Fill(client, "", 500);
        client.Ask("SELECT", "3");
        Fill(client, "other:", 200);

        RespValue info = client.Ask("MEMINFO");
        long used = info["used_memory"]!.Integer;
        Assert.Equal(protocol == "3" ? '%' : '*', info.Type);
        Assert.Equal(used, Sum(info["parts"]!));
        Assert.Equal(Part(info, "entries"), SumOf(info, "entries"));
        Assert.Equal(Part(info, "tables"), SumOf(info, "tables"));
        Assert.Equal(Part(info, "tag_indexes"), SumOf(info, "tag_index"));
        Assert.Equal(["default", "db3"], Names(info["namespaces"]!));
        foreach (RespValue space in Values(info["namespaces"]!))
            Assert.Equal(space["memory"]!.Integer, space["entries"]!.Integer + space["tables"]!.Integer + space["tag_index"]!.Integer);
        Assert.Equal(info["keys"]!.Integer, SumOf(info, "keys"));
        Assert.InRange(info["peak"]!.Integer, used, long.MaxValue);
        Assert.InRange(info["native_held"]!.Integer, Part(info, "tables"), long.MaxValue);

        // INFO reads the same account; only the clients' buffers may have moved.
        string memory = client.Ask("INFO", "memory").Text!;
        Assert.Equal(used - Part(info, "clients"), Field(memory, "used_memory") - Field(memory, "mem_clients_normal"));
        Assert.Equal(Part(info, "entries"), Field(memory, "used_memory_dataset"));
        RespValue stats = client.Ask("MEMORY", "STATS");
        Assert.Equal(Part(info, "entries"), stats["dataset.bytes"]!.Integer);
        Assert.Equal(stats["total.allocated"]!.Integer, stats["dataset.bytes"]!.Integer + stats["overhead.total"]!.Integer);
        Assert.Equal(info["namespaces"]!["db3"]!["tables"]!.Integer, stats["db.3"]!["overhead.hashtable.main"]!.Integer);
    }

    [SkippableFact]
    public void After_a_flush_no_data_is_left()
    {
        using RespConnection client = Start("3");
        Fill(client, "", 500);
        Assert.True(Part(client.Ask("MEMINFO"), "entries") > 0);
        foreach (string how in new[] { "SYNC", "ASYNC" })
        {
            client.Ask("FLUSHALL", how);
            RespValue info = client.Ask("MEMINFO");
            Assert.Equal((0, 0, 0), (Part(info, "entries"), Part(info, "tables"), Part(info, "tag_indexes")));
            Assert.Empty(info["namespaces"]!.Items);
            Fill(client, "", 50);
        }
    }

    [SkippableTheory]
    [InlineData("2")]
    [InlineData("3")]
    public void A_namespace_is_the_sum_of_its_keys(string protocol)
    {
        using RespConnection client = Start(protocol);
        Fill(client, "", 300);
        client.Ask("SET", "the largest", new string('x', 1_000_000));

        RespValue space = client.Ask("MEMINFO", "NAMESPACE", "default");
        var byType = new Dictionary<string, (long Keys, long Bytes)>();
        foreach (RespValue key in client.Ask("KEYS", "*").Items)
        {
            string type = client.Ask("TYPE", key.Text!).Text!;
            (long keys, long bytes) = byType.GetValueOrDefault(type);
            byType[type] = (keys + 1, bytes + client.Ask("MEMORY", "USAGE", key.Text!).Integer);
        }

        Assert.Equal(0, space["sampled"]!.Integer);
        Assert.Equal(space["keys"]!.Integer, client.Ask("DBSIZE").Integer);
        AssertTypes(byType, space["types"]!);
        AssertTypes(byType, client.Ask("MEMINFO", "TYPES")["types"]!);
        Assert.Equal(space["memory"]!.Integer, space["entries"]!.Integer + space["tables"]!.Integer + space["tag_index"]!.Integer);
        Assert.Equal(space["entries"]!.Integer + space["tables"]!.Integer, byType.Values.Sum(one => one.Bytes) + space["other"]!.Integer);
        Assert.InRange(space["other"]!.Integer, 0, Uncharged);

        RespValue largest = space["largest"]!;
        Assert.Equal(10, largest.Items.Count);
        Assert.Equal("the largest", largest.Items[0]["key"]!.Text);
        Assert.Equal("string", largest.Items[0]["type"]!.Text);
        Assert.Equal(client.Ask("MEMORY", "USAGE", "the largest").Integer, largest.Items[0]["bytes"]!.Integer);
        long[] sizes = [.. largest.Items.Select(one => one["bytes"]!.Integer)];
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    [SkippableFact]
    public void A_large_namespace_is_sampled_and_says_so()
    {
        using RespConnection client = Start("3");
        client.Ask("DEBUG", "POPULATE", "150000", "string", "20");
        for (int i = 0; i < 15_000; i++)
            client.SendCommand([.. new[] { "HSET", $"hash:{i}", "f", "v" }.Select(System.Text.Encoding.Latin1.GetBytes)]);
        for (int i = 0; i < 15_000; i++)
            client.ReadReply();

        RespValue space = client.Ask("MEMINFO", "NAMESPACE", "default");
        Assert.InRange(space["sampled"]!.Integer, 100_000, 102_000);
        Assert.Null(space["other"]);
        RespValue types = space["types"]!;
        Assert.InRange(types["string"]!["keys"]!.Integer, 148_500, 151_500);
        Assert.InRange(types["hash"]!["keys"]!.Integer, 13_500, 16_500);
        long all = space["entries"]!.Integer + space["tables"]!.Integer;
        Assert.InRange(types["string"]!["bytes"]!.Integer + types["hash"]!["bytes"]!.Integer, all * 97 / 100, all * 103 / 100);

        types = client.Ask("MEMINFO", "TYPES")["types"]!;
        Assert.InRange(types["hash"]!["keys"]!.Integer, 13_500, 16_500);
        client.Ask("FLUSHALL");
    }

    [SkippableTheory]
    [InlineData("2")]
    [InlineData("3")]
    public void A_tag_is_the_sum_of_its_keys(string protocol)
    {
        using RespConnection client = Start(protocol);
        Skip.If(client.Ask("SETTAG", "a", "1", "one", "two").IsError, "no plugin has SETTAG");
        client.Ask("HSET", "h", "f", new string('v', 1_000));
        client.Ask("ADDTAG", "h", "one");
        client.Ask("SETTAG", "b", "2", "two");
        client.Ask("SET", "untagged", "3");
        client.Ask("TAGLINK", "one", "two");

        RespValue tag = client.Ask("MEMINFO", "TAG", "one");
        Assert.Equal((2, 1, 0), (tag["keys"]!.Integer, tag["children"]!.Integer, tag["sampled"]!.Integer));
        Assert.Equal(client.Ask("MEMORY", "USAGE", "a").Integer + client.Ask("MEMORY", "USAGE", "h").Integer, tag["memory"]!.Integer);
        Assert.Equal(tag["memory"]!.Integer, Values(tag["types"]!).Sum(one => one["bytes"]!.Integer));
        Assert.Equal("h", tag["largest"]!.Items[0]["key"]!.Text);

        // Half the block of a's two links, and the whole of h's one.
        Assert.Equal((56 / 2) + 32, tag["tag_links"]!.Integer);
        RespValue space = client.Ask("MEMINFO", "NAMESPACE", "default");
        Assert.Equal((2, 56 + 32 + 32), (space["tags"]!.Integer, space["tag_links"]!.Integer));
        Assert.True(space["tag_index"]!.Integer > 0);

        client.Ask("INVALIDATE", "one", "two");
        Assert.Equal(0, client.Ask("MEMINFO", "TAG", "one")["keys"]!.Integer);
        Assert.Equal(1, client.Ask("MEMINFO", "NAMESPACE", "default")["keys"]!.Integer);
        client.Ask("FLUSHALL");
        Assert.Equal(0, Part(client.Ask("MEMINFO"), "tag_indexes"));
    }

    private RespConnection Start(string protocol)
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        RespConnection client = server.Process.Connect();
        client.Ask("HELLO", protocol);
        client.Ask("FLUSHALL");
        return client;
    }

    /// <summary>Values of every kind, small and large, some that expire, some with tags where there is a plugin for them.</summary>
    private static void Fill(RespConnection client, string prefix, int count)
    {
        var random = new Random(count);
        for (int i = 0; i < count; i++)
        {
            string key = $"{prefix}key:{i}";
            string value = new('v', random.Next(300));
            switch (random.Next(7))
            {
                case 0:
                    client.Ask("SET", key, value);
                    break;
                case 1:
                    client.Ask("SET", key, value, "EX", "1000");
                    break;
                case 2:
                    client.Ask([.. new[] { "HSET", key }, .. Enumerable.Range(0, 2 * random.Next(1, 200)).Select(j => $"{value}:{j}")]);
                    break;
                case 3:
                    client.Ask([.. new[] { "RPUSH", key }, .. Enumerable.Range(0, random.Next(1, 200)).Select(j => $"{value}:{j}")]);
                    break;
                case 4:
                    client.Ask([.. new[] { "SADD", key }, .. Enumerable.Range(0, random.Next(1, 600)).Select(j => $"{j}")]);
                    break;
                case 5:
                    client.Ask([.. new[] { "ZADD", key }, .. Enumerable.Range(0, random.Next(1, 200)).SelectMany(j => new[] { $"{j}", $"m{j}" })]);
                    break;
                default:
                    client.Ask("SETTAG", key, value, $"tag:{random.Next(10)}", $"tag:{random.Next(10)}");
                    break;
            }
        }
    }

    private static void AssertTypes(Dictionary<string, (long Keys, long Bytes)> expected, RespValue types)
    {
        Assert.Equal(expected.Keys.Order(), Names(types).Order());
        foreach ((string type, (long keys, long bytes)) in expected)
            Assert.Equal((keys, bytes), (types[type]!["keys"]!.Integer, types[type]!["bytes"]!.Integer));
    }

    private static IEnumerable<RespValue> Values(RespValue map) => map.Items.Where((_, i) => i % 2 == 1);

    private static IEnumerable<string> Names(RespValue map) => map.Items.Where((_, i) => i % 2 == 0).Select(name => name.Text!);

    private static long Sum(RespValue map) => Values(map).Sum(value => value.Integer);

    private static long SumOf(RespValue info, string field) => Values(info["namespaces"]!).Sum(space => space[field]!.Integer);

    private static long Part(RespValue info, string name) => info["parts"]![name]!.Integer;

    private static long Field(string info, string name) =>
        long.Parse(info.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split(':')[1]);
}
