using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>What sinks are told: everything that changed something, in the order of execution, so that running it again gives the same.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class PropagationTests(ProbeServer server)
{
    [Fact]
    public void Requests_go_as_they_came_unless_the_handler_says_otherwise()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("SET", "fx", "1");
            client.Do("GET", "fx");
            client.Do("DEL", "fx:none");
            client.Do("PROBE.EFFECT", "plain", "fx", "2");
            client.Do("PROBE.EFFECT", "suppress", "fx", "3");
            client.Do("PROBE.EFFECT", "force", "fx", "4");
            client.Do("PROBE.EFFECT", "read", "fx", "5");
            client.Do("PROBE.EFFECT", "rewrite", "fx", "6");
            client.Do("SELECT", "3");
            client.Do("SET", "fx", "7");
            client.Do("DEL", "fx");
        });

        Assert.Equal(
        [
            "0 SET fx 1",
            "0 PROBE.EFFECT plain fx 2",
            "0 PROBE.EFFECT force fx 4",
            "0 SET fx 6;0 PERSIST fx",
            "3 SET fx 7",
            "3 DEL fx",
        ], effects);
    }

    [Fact]
    public void Nested_calls_make_one_batch_and_nothing_is_told_twice()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("PROBE.TWICE", "n:a", "n:b");
            client.Do("PROBE.CALL", "2", "n:a", "n:b", "PROBE.TWICE", "n:a", "n:b");
            client.Do("PROBE.BOTH", "n:a", "n:b");
            client.Do("PROBE.CALL", "2", "n:a", "n:b", "PROBE.BOTH", "n:a", "n:b");
            client.Do("PROBE.CALL", "0", "INCR", "n:a");
            client.Do("PROBE.CALL", "1", "n:a", "GET", "n:a");
            client.Do("PROBE.BEGIN");
            client.Do("INCR", "n:a");
            client.Do("GET", "n:a");
            client.Do("PROBE.TWICE", "n:a", "n:b");
            client.Do("PROBE.COMMIT");
        });

        Assert.Equal(
        [
            "0 INCR n:a;0 INCR n:b",
            "0 INCR n:a;0 INCR n:b",
            "0 PROBE.BOTH n:a n:b",
            "0 PROBE.BOTH n:a n:b",
            "0 INCR n:a",
            "0 INCR n:a;0 INCR n:a;0 INCR n:b",
        ], effects);
    }

    [Fact]
    public void Transaction_is_one_batch_of_what_changed_something()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("SET", "t:a", "1");
            client.Do("WATCH", "t:a");
            client.Do("MULTI");
            client.Do("GET", "t:a");
            client.Do("INCR", "t:a");
            client.Do("LPUSH", "t:a", "x");
            client.Do("SELECT", "3");
            client.Do("SETEX", "t:b", "100", "v");
            client.Do("PROBE.TWICE", "t:b", "t:c");
            client.Do("DEL", "t:b");
            client.Do("SELECT", "0");
            client.Do("EXEC");
            client.Do("MULTI");
            client.Do("EXEC");
            client.Do("MULTI");
            client.Do("GET", "t:a");
            client.Do("EXEC");
            client.Do("MULTI");
            client.Do("INCR", "t:a");
            client.Do("DISCARD");
            client.Do("WATCH", "t:a");
            client.Do("INCR", "t:a");
            client.Do("MULTI");
            client.Do("INCR", "t:a");
            client.Do("EXEC");
            client.Do("MULTI");
            client.Do("INCR", "t:a");
            client.Do("EXEC");
            client.Do("DEL", "t:a");
        });

        Assert.Equal(5, effects.Length);
        Assert.Equal("0 SET t:a 1", effects[0]);
        Assert.Matches(@"^0 INCR t:a;3 SET t:b v PXAT \d+;3 .*;3 DEL t:b$", effects[1]);
        Assert.Equal("0 INCR t:a", effects[2]);
        Assert.Equal("0 INCR t:a", effects[3]);
        Assert.Equal("0 DEL t:a", effects[4]);
    }

    [Fact]
    public void Parked_call_is_passed_on_after_what_woke_it()
    {
        using RespConnection waiting = server.Connect();
        string[] effects = server.EffectsOf(client =>
        {
            waiting.Issue("PROBE.MOVE", "p:from", "p:to", "0");
            server.AwaitParked(1);
            client.Do("PROBE.PUSH", "p:from", "x");
            waiting.Next();
            client.Do("PROBE.POP", "p:to", "0");
        });

        Assert.Equal(["0 PROBE.PUSH p:from x", "0 PROBE.SHIFT p:from p:to", "0 PROBE.TAKE p:to"], effects);
    }

    [Fact]
    public void Expired_key_is_deleted_before_the_call_that_found_it_so()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("SET", "gone", "1");
            client.Do("PEXPIRE", "gone", "1");
            Thread.Sleep(30);
            client.Do("GET", "gone");
            client.Do("INCR", "gone");
        });

        Assert.Equal("0 SET gone 1", effects[0]);
        Assert.Contains("gone", effects[1], StringComparison.Ordinal);
        // Found by GET, or collected in the background before: once either way, and before INCR.
        Assert.Equal(["0 DEL gone", "0 INCR gone"], effects[2..]);
    }

    [Fact]
    public void Nested_call_that_finds_a_key_expired_does_not_hide_its_callers_change()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("PROBE.FREEZE", "ON");
            client.Do("SET", "nested:gone", "5", "PX", "1");
            Thread.Sleep(30);
            client.Do("PROBE.BOTH", "nested:own", "nested:gone");
            client.Do("PROBE.FREEZE", "OFF");
        });

        Assert.Equal(["0 DEL nested:gone", "0 PROBE.BOTH nested:own nested:gone"],
            effects.SelectMany(batch => batch.Split(';')).Where(one => !one.Contains(" SET ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Order_of_effects_is_the_order_of_execution_under_concurrent_writers()
    {
        const int clients = 6, rounds = 300, keys = 3;
        string[] effects = server.EffectsOf(_ => Words.AtOnce(clients, number =>
        {
            using RespConnection client = server.Connect();
            for (int i = 0; i < rounds; i++)
                client.Do("PROBE.TRAIL", $"trail:{(number + i) % keys}");
        }));

        // Each effect carries what its own execution made of the counter: per key they must stand in order, without a gap.
        string[] commands = [.. effects.SelectMany(batch => batch.Split(';'))];
        Assert.Equal(clients * rounds, commands.Length);
        for (int key = 0; key < keys; key++)
        {
            string start = $"0 SET trail:{key} ";
            int[] values = [.. commands.Where(one => one.StartsWith(start, StringComparison.Ordinal))
                .Select(one => int.Parse(one[start.Length..], System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(Enumerable.Range(1, values.Length), values);
        }
    }

    [Fact]
    public void Evicted_key_is_deleted_for_whoever_replays()
    {
        using RespConnection admin = server.Connect();
        string policy = admin.Ask("PROBE.CONFIG", "maxmemory-policy")["maxmemory-policy"]!.Text!;
        long evicted = admin.Ask("PROBE.EVICTED").Integer;
        string[] effects;
        try
        {
            effects = server.EffectsOf(client =>
            {
                Assert.Equal("OK", client.Do("PROBE.CONFIG", "maxmemory-policy", "probe-largest"));
                client.Do("SET", "evict:large", new string('x', 500_000));
                client.Do("PROBE.CONFIG", "maxmemory", "1");
                client.Do("SET", "evict:small", "y");
            });
        }
        finally
        {
            admin.Do("PROBE.CONFIG", "maxmemory", "0");
            admin.Do("PROBE.CONFIG", "maxmemory-policy", policy);
        }

        Assert.Contains("0 DEL evict:large", effects);
        Assert.True(admin.Ask("PROBE.EVICTED").Integer > evicted);
        Assert.Equal("0", admin.Do("EXISTS", "evict:large"));
    }
}
