using System.Globalization;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tracking;

/// <summary>However reads and changes cross each other: once it is quiet, no client's cache holds anything that is not so.</summary>
public sealed class CoherenceTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Keys = 12;
    private const int Readers = 3;
    private const int Writers = 3;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(2);

    /// <summary>
    /// In many short rounds, for a message that is lost is seen only when it was about a key's last change before the quiet.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData("NOLOOP")]
    [InlineData("OPTIN")]
    [InlineData("BCAST")]
    [InlineData("BCAST NOLOOP PREFIX key:")]
    public void No_cache_is_stale_once_it_is_quiet(string options)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ServerProcess running = server.Process;
        DateTime end = DateTime.UtcNow + s_duration;
        bool isOver = false;
        int rounds = 0;
        using var quiet = new Barrier(Readers + Writers, _ =>
        {
            rounds++;
            isOver = rounds % 2 == 0 && DateTime.UtcNow > end;
        });
        Words.AtOnce(Readers + Writers, i =>
        {
            using RespConnection plain = running.Connect();
            using CachingClient? reader = i < Readers ? new CachingClient(running.Connect(), words) : null;
            var random = new Random(i);
            Exception? failure = null;
            do
            {
                failure ??= Try(() => Work(reader, plain, random));
                quiet.SignalAndWait();
                if (reader is not null)
                    failure ??= Try(() => Check(reader, plain));
                quiet.SignalAndWait();
            }
            while (!isOver);
            if (failure is not null)
                throw failure;
            Assert.True(reader is null || reader.Invalidations > 100, $"only {reader?.Invalidations} messages came");
        });
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

    /// <summary>Nobody may be missing at the barrier.</summary>
    private static Exception? Try(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private static void Work(CachingClient? reader, RespConnection plain, Random random)
    {
        for (int i = 0; i < 15; i++)
        {
            string key = $"key:{random.Next(Keys)}";
            if (reader is null)
                Write(plain, key, random);
            else if (random.Next(50) == 0)
                reader.Set(key, $"own:{random.Next()}");
            else
                reader.Get(key);
        }
    }

    private static void Check(CachingClient reader, RespConnection plain)
    {
        // All writers have their replies: what their changes had to tell comes before the reply to this.
        reader.CatchUp();
        foreach (string key in reader.Cache.Keys.ToArray())
        {
            if (IsTrue(reader, plain, key))
                continue;
            // Its time may have been up just now.
            Thread.Sleep(30);
            reader.CatchUp();
            Assert.True(IsTrue(reader, plain, key), $"{key} is {plain.Ask("GET", key)}, not {reader.Cache.GetValueOrDefault(key)}");
        }
    }

    private static bool IsTrue(CachingClient reader, RespConnection plain, string key)
    {
        RespValue now = plain.Ask("GET", key);
        return !reader.Cache.TryGetValue(key, out string? cached) || cached == (now.IsNull ? null : now.Text);
    }

    private static void Write(RespConnection writer, string key, Random random)
    {
        string value = random.Next().ToString(CultureInfo.InvariantCulture);
        string[] command = random.Next(80) switch
        {
            0 => ["FLUSHALL"],
            1 => ["SWAPDB", "0", "1"],
            < 6 => ["SET", key, value, "PX", $"{1 + random.Next(3)}"],
            < 16 => ["DEL", key, $"key:{random.Next(Keys)}"],
            < 24 => ["MSET", key, value, $"key:{random.Next(Keys)}", value],
            < 34 => ["APPEND", key, value],
            < 40 => ["RENAME", key, $"key:{random.Next(Keys)}"],
            _ => ["SET", key, value],
        };
        writer.Call(command);
    }

    private static long StatOf(RespConnection control, string name, string section = "stats") =>
        long.Parse(control.Ask("INFO", section).Text!.Split("\r\n").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..],
            CultureInfo.InvariantCulture);
}
