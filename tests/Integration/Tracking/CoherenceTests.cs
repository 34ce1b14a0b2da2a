using System.Globalization;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tracking;

/// <summary>However reads and changes cross each other: once it is quiet, no client's cache holds anything that is not so.</summary>
public sealed class CoherenceTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Keys = 24;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("")]
    [InlineData("NOLOOP")]
    [InlineData("OPTIN")]
    [InlineData("BCAST")]
    [InlineData("BCAST NOLOOP PREFIX key:")]
    public void No_cache_is_stale_once_it_is_quiet(string options)
    {
        CachingClient[] readers = Run(options, writers: 3);
        try
        {
            int held = 0;
            using RespConnection control = server.Process.Connect();
            foreach (CachingClient reader in readers)
            {
                // All writers have their replies: what their changes had to tell comes before the reply to this.
                reader.CatchUp();
                foreach ((string key, string? value) in reader.Cache)
                {
                    RespValue now = control.Ask("GET", key);
                    Assert.Equal(now.IsNull ? null : now.Text, value);
                    held++;
                }
                Assert.True(reader.Invalidations > 100, $"only {reader.Invalidations} messages came");
            }
            Assert.True(held > 0);
        }
        finally
        {
            foreach (CachingClient reader in readers)
                reader.Dispose();
        }
    }

    [Fact]
    public void No_cache_is_stale_with_a_table_that_is_too_small()
    {
        using RespConnection control = server.Process.Connect();
        control.Call("CONFIG", "SET", "tracking-table-max-keys", "4");
        try
        {
            No_cache_is_stale_once_it_is_quiet("");
            Assert.True(StatOf(control, "tracking_total_keys") <= 4);
        }
        finally
        {
            control.Call("CONFIG", "SET", "tracking-table-max-keys", "1000000");
        }
    }

    [Fact]
    public void Nothing_is_left_of_clients_that_have_gone()
    {
        using RespConnection control = server.Process.Connect();
        using var stays = new CachingClient(server.Process.Connect());
        stays.Get("stays");
        for (int i = 0; i < 50; i++)
        {
            using var reader = new CachingClient(server.Process.Connect());
            for (int key = 0; key < 20; key++)
                reader.Get($"gone:{i}:{key}");
            using var broadcast = new CachingClient(server.Process.Connect(), "BCAST", "PREFIX", $"gone:{i}");
        }
        Eventually.True(() => StatOf(control, "tracking_clients", "clients") == 1, "one client is left");
        Eventually.True(() => StatOf(control, "tracking_total_keys") == 1, "its key is left");
        Assert.Equal(1, StatOf(control, "tracking_total_items"));
        Assert.Equal(0, StatOf(control, "tracking_total_prefixes"));
        control.Call("SET", "stays", "1");
        stays.CatchUp();
        Assert.Empty(stays.Cache);
    }

    private CachingClient[] Run(string options, int writers)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var readers = new CachingClient[3];
        for (int i = 0; i < readers.Length; i++)
            readers[i] = new CachingClient(server.Process.Connect(), words);
        var end = DateTime.UtcNow + s_duration;
        Words.AtOnce(readers.Length + writers, i =>
        {
            if (i < readers.Length)
                Read(readers[i], i, end);
            else
                Write(i, end);
        });
        // What was set to go by itself has gone.
        Thread.Sleep(100);
        return readers;
    }

    private static void Read(CachingClient reader, int seed, DateTime end)
    {
        var random = new Random(seed);
        for (int i = 0; DateTime.UtcNow < end; i++)
        {
            string key = $"key:{random.Next(Keys)}";
            if (i % 50 == 0)
                reader.Set(key, $"own:{seed}:{i}");
            else
                reader.Get(key);
            if (i % 8 == 0)
                reader.CatchUp();
        }
    }

    private void Write(int seed, DateTime end)
    {
        var random = new Random(seed * 1000);
        using RespConnection writer = server.Process.Connect();
        for (int i = 0; DateTime.UtcNow < end; i++)
        {
            string key = $"key:{random.Next(Keys)}";
            string value = i.ToString(CultureInfo.InvariantCulture);
            string[] command = random.Next(40) switch
            {
                0 => ["FLUSHALL"],
                1 => ["SWAPDB", "0", "1"],
                < 6 => ["SET", key, value, "PX", $"{1 + random.Next(20)}"],
                < 10 => ["DEL", key, $"key:{random.Next(Keys)}"],
                < 14 => ["MSET", key, value, $"key:{random.Next(Keys)}", value],
                < 18 => ["APPEND", key, value],
                < 20 => ["RENAME", key, $"key:{random.Next(Keys)}"],
                _ => ["SET", key, value],
            };
            writer.Call(command);
        }
    }

    private static long StatOf(RespConnection control, string name, string section = "stats") =>
        long.Parse(control.Ask("INFO", section).Text!.Split("\r\n").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
            CultureInfo.InvariantCulture);
}
