using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Interceptors that queue, refuse and postpone.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class InterceptorTests(ProbeServer server)
{
    [Fact]
    public void Queue_takes_one_clients_commands_and_runs_them_in_one_step()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();
        Assert.Equal("OK", client.Do("PROBE.BEGIN"));
        Assert.Equal("QUEUED", client.Do("SET", "queued", "1"));
        Assert.Equal("QUEUED", client.Do("INCR", "queued"));
        Assert.Equal("QUEUED", client.Do("PROBE.POP", "queued:nothing", "0"));
        Assert.Equal("QUEUED", client.Do("PROBE.PUSH", "queued", "x"));
        Assert.Equal("nil", other.Do("GET", "queued"));

        Assert.Equal("OK 2 nil WRONGTYPE Operation against a key holding the wrong kind of value", client.Do("PROBE.COMMIT"));

        Assert.Equal("2", client.Do("GET", "queued"));
        Assert.Equal("ERR nothing was begun", client.Do("PROBE.COMMIT"));
    }

    [Fact]
    public void Commands_queued_by_one_client_are_never_mixed_with_those_of_others()
    {
        Words.AtOnce(4, number =>
        {
            using RespConnection client = server.Connect();
            for (int i = 0; i < 100; i++)
            {
                client.Issue("PROBE.BEGIN");
                client.Issue("GET", "atomic");
                client.Issue("INCR", "atomic");
                client.Issue("PROBE.COMMIT");
                for (int reply = 0; reply < 3; reply++)
                    client.Next();
                string[] both = client.Next().Split(' ');
                Assert.Equal(int.Parse(both[1], System.Globalization.CultureInfo.InvariantCulture) - 1, both[0] == "nil" ? 0 : int.Parse(both[0], System.Globalization.CultureInfo.InvariantCulture));
            }
        });
        using RespConnection last = server.Connect();
        Assert.Equal("400", last.Do("GET", "atomic"));
    }

    [Fact]
    public void Reset_ends_a_queue()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.BEGIN");
        Assert.Equal("QUEUED", client.Do("PING"));
        Assert.Equal("RESET", client.Do("RESET"));
        Assert.Equal("PONG", client.Do("PING"));
    }

    [Fact]
    public void Refusal_is_switched_and_knows_the_key()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.REFUSE", "ON");
        try
        {
            Assert.Equal("PROBEREFUSED refused-key", client.Do("SET", "refused-key", "v"));
            Assert.Equal("PROBEREFUSED b", client.Do("COPY", "b", "c"));
            Assert.Equal("PROBEREFUSED refused-key", client.Do("PROBE.POP", "refused-key", "0"));
            Assert.Equal("nil", client.Do("GET", "refused-key"));
            Assert.Equal("PROBEREFUSED k", client.Do("PROBE.CALL", "1", "k", "SET", "k", "v"));
        }
        finally
        {
            client.Do("PROBE.REFUSE", "OFF");
        }
        Assert.Equal("OK", client.Do("SET", "refused-key", "v"));
    }

    [Fact]
    public void Postponed_commands_run_in_order_when_the_client_goes_on()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();
        client.Do("SET", "postponed", "0");
        other.Do("PROBE.PAUSE");
        client.Issue("GET", "postponed");
        client.Issue("INCR", "postponed");
        client.Issue("GET", "postponed");
        client.Issue("INCR", "postponed");
        Assert.Equal("0", client.Next());
        Eventually.True(() => other.Do("PROBE.PAUSED") == "1", "the client stands still");
        Assert.Equal("0", other.Do("GET", "postponed"));
        Assert.False(client.HasUnreadBytes);

        Assert.Equal("1", other.Do("PROBE.UNPAUSE"));

        Assert.Equal("1", client.Next());
        Assert.Equal("1", client.Next());
        Assert.Equal("2", client.Next());
    }

    [Fact]
    public void Postponed_client_that_leaves_takes_its_command_along()
    {
        using RespConnection other = server.Connect();
        RespConnection client = server.Connect();
        other.Do("PROBE.PAUSE");
        client.Issue("SET", "postponed:gone", "1");
        Eventually.True(() => other.Do("PROBE.PAUSED") == "1", "the client stands still");
        string before = other.Do("PROBE.INFO", "probe");
        client.Dispose();
        Eventually.True(() => other.Do("PROBE.INFO", "probe") != before, "the client is gone");
        other.Do("PROBE.UNPAUSE");
        Assert.Equal("0", other.Do("EXISTS", "postponed:gone"));
    }
}
