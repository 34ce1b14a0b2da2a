using System.Diagnostics;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Namespaces;

/// <summary>Namespaces from outside: several tenants at once, floods, deletions under way.</summary>
public sealed class NamespaceTests(OurServer server) : IClassFixture<OurServer>
{
    [SkippableFact]
    public void A_flood_takes_only_its_own_keys()
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        const int own = 3_000;
        using RespConnection quiet = Enter("quiet"), bystander = server.Process.Connect();
        bystander.Ask("FLUSHALL");
        foreach (RespConnection one in new[] { quiet, bystander })
        {
            for (int i = 0; i < own; i++)
                one.Call("SET", $"k:{i}", new string('v', 100));
        }

        string[] tenants = ["flood:1", "flood:2", "flood:3"];
        string[] policies = ["allkeys-lru", "allkeys-lfu", "allkeys-wtinylfu"];
        for (int i = 0; i < tenants.Length; i++)
        {
            quiet.Ask("NSDEL", tenants[i]);
            Assert.Equal("OK", quiet.Ask("NSCREATE", tenants[i], "MAXMEMORY", "4mb", "POLICY", policies[i]).Text);
        }

        Parallel.ForEach(tenants, new ParallelOptions { MaxDegreeOfParallelism = 3 }, tenant =>
        {
            using RespConnection client = server.Process.Connect();
            client.Ask("NAMESPACE", tenant);
            for (int i = 0; i < 20_000; i++)
                Assert.Equal("OK", client.Ask("SET", $"flood:{i}", new string('x', 1_000)).Text);
        });

        foreach (string tenant in tenants)
        {
            RespValue info = quiet.Ask("NSINFO", tenant);
            Assert.InRange(Number(info, "memory"), 2 << 20, (4 << 20) + 4_096);
            Assert.Equal(20_000 - Number(info, "keys"), Number(info, "evicted"));
            Assert.InRange(Number(info, "keys"), 1_000, 5_000);
            Assert.Equal("OK", quiet.Ask("NSDEL", tenant).Text);
        }

        Assert.Equal(own, quiet.Ask("DBSIZE").Integer);
        Assert.Equal(own, bystander.Ask("DBSIZE").Integer);
        Assert.Equal(0, Number(quiet.Ask("NSINFO"), "evicted"));
        Assert.Equal(0, Number(bystander.Ask("NSINFO"), "evicted"));
        quiet.Ask("NSDEL", "quiet");
        bystander.Ask("FLUSHALL");
    }

    [SkippableFact]
    public void A_million_keys_are_deleted_at_once()
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        using RespConnection client = Enter("big"), other = server.Process.Connect();
        other.Ask("FLUSHALL");
        Assert.Equal("OK", client.Ask("DEBUG", "POPULATE", "1000000").Text);
        other.Ask("SET", "k", "outside");
        Assert.Equal(1_000_000, client.Ask("DBSIZE").Integer);
        long before = Number(client.Ask("NSINFO"), "memory");
        Assert.True(before > 30_000_000, $"{before} bytes");

        long began = Stopwatch.GetTimestamp();
        Assert.Equal("OK", other.Ask("NSDEL", "big").Text);
        TimeSpan took = Stopwatch.GetElapsedTime(began);

        // Freeing a million records one by one takes longer than this by far; a loaded machine is given its time.
        Assert.True(took < TimeSpan.FromMilliseconds(60), $"{took.TotalMilliseconds} ms");
        Assert.Equal("default", client.Ask("NAMESPACE").Text);
        Assert.Equal("outside", client.Ask("GET", "k").Text);
        Assert.True(UsedMemory(client) < before / 2);
        other.Ask("FLUSHALL");
    }

    [SkippableFact]
    public void Clients_at_work_in_a_namespace_that_is_deleted_and_made_again_see_it_whole_or_not_at_all()
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        bool done = false;
        using RespConnection master = server.Process.Connect();
        master.Ask("FLUSHALL");
        Task[] writers = [.. Enumerable.Range(0, 3).Select(number => Task.Run(() =>
        {
            using RespConnection client = server.Process.Connect();
            for (int i = 0; !Volatile.Read(ref done); i++)
            {
                // Who is not inside has no business writing: it looks where it is with each write.
                if (client.Ask("NAMESPACE", "volatile").IsError)
                    continue;
                client.Send($"*1\r\n$9\r\nNAMESPACE\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n*1\r\n$9\r\nNAMESPACE\r\n");
                string first = RespValue.Parse(client.ReadReply()).Text!;
                Assert.Equal("OK", RespValue.Parse(client.ReadReply()).Text);
                string last = RespValue.Parse(client.ReadReply()).Text!;
                Assert.True(first is "volatile" or "default" && last is "volatile" or "default", $"{first} {last}");
            }
        }))];
        for (int i = 0; i < 150; i++)
        {
            Assert.Equal("OK", master.Ask("NSCREATE", "volatile").Text);
            Assert.Equal("OK", master.Ask("SET", "beat", $"{i}").Text);
            Assert.Equal("OK", master.Ask("NSDEL", "volatile").Text);
        }

        Volatile.Write(ref done, true);
        Task.WaitAll(writers);
        master.Ask("FLUSHALL");
        Assert.Equal(0, master.Ask("DBSIZE").Integer);
        Assert.DoesNotContain("volatile", master.Ask("NAMESPACES").Items.Select(one => one.Text));
    }

    [SkippableFact]
    public void Counters_are_each_namespaces_own_and_the_totals_never_fall()
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        using RespConnection client = Enter("counted"), outside = server.Process.Connect();
        long hits = Statistic(outside, "keyspace_hits"), misses = Statistic(outside, "keyspace_misses");
        client.Ask("SET", "k", "v");
        client.Ask("SET", "short", "v", "PX", "1");
        Thread.Sleep(5);
        client.Ask("GET", "k");
        client.Ask("GET", "k");
        client.Ask("GET", "short");
        RespValue info = outside.Ask("NSINFO", "counted");
        Assert.Equal((2, 1, 1, 1), (Number(info, "hits"), Number(info, "misses"), Number(info, "expired"), Number(info, "keys")));
        outside.Ask("NSDEL", "counted");
        Assert.Equal((hits + 2, misses + 1), (Statistic(outside, "keyspace_hits"), Statistic(outside, "keyspace_misses")));
    }

    private RespConnection Enter(string name)
    {
        RespConnection client = server.Process.Connect();
        client.Ask("NSDEL", name);
        Assert.Equal("OK", client.Ask("NSCREATE", name).Text);
        Assert.Equal("OK", client.Ask("NAMESPACE", name).Text);
        return client;
    }

    private static long Number(RespValue map, string name)
    {
        for (int i = 0; i < map.Items.Count; i += 2)
        {
            if (map.Items[i].Text == name)
                return map.Items[i + 1].Integer;
        }

        throw new KeyNotFoundException(name);
    }

    private static long UsedMemory(RespConnection client) => Field(client, "memory", "used_memory");

    private static long Statistic(RespConnection client, string name) => Field(client, "stats", name);

    private static long Field(RespConnection client, string section, string name) => long.Parse(client.Ask("INFO", section).Text!
        .Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
