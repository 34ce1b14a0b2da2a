using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;
using CacheStorm.IntegrationTests.Tracking;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>
/// An invalidation as others see it: who watches keys, who keeps copies of them, and what comes later in the same transaction or script.
/// However many keys carry the tag: those that still wait to be taken back are gone as well.
/// </summary>
public sealed class TagSightTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Many = 100_000;
    private const string Script = "return redis.call('INVALIDATE', 't')";

    /// <summary>How it is invalidated, and how many other keys carry the tag.</summary>
    public static TheoryData<string, int> Ways() => new()
    {
        { "plain", 0 }, { "plain", Many },
        { "transaction", 0 }, { "transaction", Many },
        { "script", 0 }, { "script", Many },
        { "script in a transaction", 0 }, { "script in a transaction", Many },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whoever_watches_a_key_runs_nothing(string way, int others)
    {
        using RespConnection watcher = server.Fresh(), other = server.Process.Connect();
        Fill(watcher, others);
        watcher.Do("WATCH", "k");
        watcher.Do("MULTI");
        watcher.Do("SET", "k", "late");
        Invalidate(other, way, others + 1);
        Assert.Equal("nil", watcher.Do("EXEC"));
        Assert.Equal("0", watcher.Do("EXISTS", "k"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whoever_invalidates_what_it_watches_runs_nothing_but_the_transaction_that_does(string way, int others)
    {
        using RespConnection client = server.Fresh();
        Fill(client, others);
        client.Do("WATCH", "k");
        Invalidate(client, way, others + 1);

        // A transaction ends the watch, and its own steps don't break it.
        bool watches = !way.EndsWith("transaction", StringComparison.Ordinal);
        client.Do("MULTI");
        client.Do("SET", "k", "late");
        Assert.Equal(watches ? "nil" : "OK", client.Do("EXEC"));
    }

    [Fact]
    public void Whoever_watches_a_key_that_waits_to_be_taken_back_hears_nothing_of_that()
    {
        using RespConnection client = server.Fresh();
        Fill(client, Many);
        client.Do("INVALIDATE", "t");
        client.Do("WATCH", "k", "k:0", $"k:{Many / 2}", $"k:{Many - 1}");
        Thread.Sleep(300);
        client.Do("MULTI");
        client.Do("SET", "k", "new");
        Assert.Equal("OK", client.Do("EXEC"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Many)]
    public void Later_steps_of_the_transaction_see_nothing_of_it(int others)
    {
        using RespConnection client = server.Fresh();
        Fill(client, others);
        client.Do("MULTI");
        string[] steps = ["INVALIDATE t", "DBSIZE", $"SCAN 0 COUNT {2 * Many}", "KEYS *", "EXISTS k k:0 k:77", "RANDOMKEY", "TYPE k", "GET k",
            "TAGKEYS t", "SET k new", "DBSIZE", "KEYS *"];
        foreach (string step in steps)
            Assert.Equal("QUEUED", client.Run(step));
        IReadOnlyList<RespValue> replies = client.Ask("EXEC").Items;
        Assert.Equal([$"{others + 1}", "0", "0 ", "", "0", "nil", "none", "nil", "", "OK", "1", "k"], replies.Select(one => one.Line()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Many)]
    public void Later_steps_of_the_script_see_nothing_of_it(int others)
    {
        const string steps = """
            local seen = { redis.call('INVALIDATE', 't'), redis.call('DBSIZE'), redis.call('SCAN', '0', 'COUNT', '200000'), redis.call('KEYS', '*'),
                redis.call('EXISTS', 'k', 'k:0', 'k:77'), redis.call('RANDOMKEY'), redis.call('TYPE', 'k'), redis.call('GET', 'k'), redis.call('TAGKEYS', 't') }
            redis.call('SET', 'k', 'new')
            seen[#seen + 1] = redis.call('DBSIZE')
            seen[#seen + 1] = redis.call('KEYS', '*')
            return seen
            """;
        using RespConnection client = server.Fresh();
        for (int round = 0; round < 2; round++)
        {
            Fill(client, others);
            Assert.Equal([$"{others + 1}", "0", "0 ", "", "0", "nil", "none", "nil", "", "1", "k"],
                client.Ask("EVAL", steps, "0").Items.Select(one => one.Line()));
            client.Do("DEL", "k");
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Whoever_keeps_a_copy_is_told(string way, int others)
    {
        using RespConnection other = server.Fresh();
        Fill(other, others);
        using var single = new CachingClient(server.Process.Connect());
        using var prefixed = new CachingClient(server.Process.Connect(), "BCAST", "PREFIX", "k");
        foreach (CachingClient client in new[] { single, prefixed })
            Assert.Equal(("v", null), (client.Get("k"), client.Get("missing")));
        Invalidate(other, way, others + 1);
        foreach (CachingClient client in new[] { single, prefixed })
        {
            Eventually.True(() =>
            {
                client.CatchUp();
                return !client.Cache.ContainsKey("k");
            }, "it is told");
            Assert.True(client.Cache.ContainsKey("missing"));
            Assert.Null(client.Get("k"));
        }
    }

    /// <summary>One key that is looked at, between as many others before it and behind it.</summary>
    private static void Fill(RespConnection client, int others)
    {
        client.Load(others / 2, i => $"SETTAG k:{i} v t");
        client.Do("SETTAG", "k", "v", "t");
        client.Load(others - (others / 2), i => $"SETTAG k:{(others / 2) + i} v t");
    }

    private static void Invalidate(RespConnection client, string way, int expected)
    {
        bool isTransaction = way.EndsWith("transaction", StringComparison.Ordinal);
        if (isTransaction)
            client.Do("MULTI");
        string reply = way.StartsWith("script", StringComparison.Ordinal) ? client.Do("EVAL", Script, "0") : client.Do("INVALIDATE", "t");
        if (isTransaction)
            reply = client.Do("EXEC");
        Assert.Equal($"{expected}", reply);
    }
}
