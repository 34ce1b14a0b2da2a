using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Blocking commands: clients wait, in order, lose nothing, and every way out works.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class ParkingTests(ProbeServer server)
{
    [Fact]
    public void Clients_are_woken_in_the_order_in_which_they_came()
    {
        const int clients = 30;
        RespConnection[] waiting = [.. Enumerable.Range(0, clients).Select(_ => server.Connect())];
        using RespConnection producer = server.Connect();
        for (int i = 0; i < clients; i++)
        {
            waiting[i].Issue("PROBE.POP", "order", "0");
            server.AwaitParked(i + 1);
        }

        producer.Do(["PROBE.PUSH", "order", .. Enumerable.Range(0, clients / 2).Select(i => $"{i}")]);
        for (int i = clients / 2; i < clients; i++)
            producer.Do("PROBE.PUSH", "order", $"{i}");

        for (int i = 0; i < clients; i++)
            Assert.Equal($"order {i}", waiting[i].Next());
        Assert.Equal("0", producer.Do("EXISTS", "order"));
        server.AwaitParked(0);
        Array.ForEach(waiting, one => one.Dispose());
    }

    [Theory]
    [InlineData(2, "*-1\r\n")]
    [InlineData(3, "_\r\n")]
    public void Time_out_replies_null(int protocol, string expected)
    {
        using RespConnection client = server.Connect();
        client.Do("HELLO", $"{protocol}");
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(client.Call("PROBE.POP", "never", "30")));
        Assert.Equal("PONG", client.Do("PING"));
        server.AwaitParked(0);
    }

    [Fact]
    public void Parked_client_that_leaves_loses_nothing()
    {
        using RespConnection second = server.Connect();
        using RespConnection producer = server.Connect();
        RespConnection first = server.Connect();
        first.Issue("PROBE.POP", "leaving", "0");
        server.AwaitParked(1);
        second.Issue("PROBE.POP", "leaving", "0");
        server.AwaitParked(2);

        first.Dispose();
        server.AwaitParked(1);
        Assert.Equal("1", producer.Do("PROBE.PUSH", "leaving", "kept"));

        Assert.Equal("leaving kept", second.Next());
    }

    [Fact]
    public void Client_is_unblocked_with_a_time_out_or_an_error()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();
        string id = client.Do("CLIENT", "ID");

        client.Issue("PROBE.POP", "unblocked", "0");
        server.AwaitParked(1);
        Assert.Equal("1", other.Do("CLIENT", "UNBLOCK", id, "TIMEOUT"));
        Assert.Equal("nil", client.Next());

        client.Issue("PROBE.POP", "unblocked", "0");
        server.AwaitParked(1);
        Assert.Equal("1", other.Do("CLIENT", "UNBLOCK", id, "ERROR"));
        Assert.StartsWith("UNBLOCKED", client.Next(), StringComparison.Ordinal);

        client.Issue("PROBE.POP", "unblocked", "0");
        server.AwaitParked(1);
        Assert.Equal("1", other.Do("PROBE.UNBLOCK", id, "ERROR"));
        Assert.Equal("UNBLOCKED by the probe", client.Next());

        Assert.Equal("0", other.Do("CLIENT", "UNBLOCK", id));
        Assert.Equal("1", other.Do("PROBE.PUSH", "unblocked", "stays"));
        Assert.Equal("stays", other.Do("PROBE.TAKE", "unblocked"));
    }

    [Fact]
    public void Commands_behind_a_parked_one_run_after_it()
    {
        using RespConnection client = server.Connect();
        using RespConnection producer = server.Connect();
        client.Issue("SET", "behind", "0");
        client.Issue("PROBE.POP", "pipeline", "0");
        client.Issue("INCR", "behind");
        client.Issue("PROBE.POP", "pipeline", "0");
        client.Issue("INCR", "behind");
        Assert.Equal("OK", client.Next());
        server.AwaitParked(1);
        Assert.Equal("0", producer.Do("GET", "behind"));

        producer.Do("PROBE.PUSH", "pipeline", "a");
        Assert.Equal("pipeline a", client.Next());
        Assert.Equal("1", client.Next());
        server.AwaitParked(1);
        Assert.Equal("1", producer.Do("GET", "behind"));

        producer.Do("PROBE.PUSH", "pipeline", "b");
        Assert.Equal("pipeline b", client.Next());
        Assert.Equal("2", client.Next());
    }

    [Fact]
    public void Parked_client_speaks_its_own_protocol()
    {
        using RespConnection client = server.Connect();
        using RespConnection producer = server.Connect();
        client.Do("HELLO", "3");
        client.Issue("PROBE.MOVE", "resp3", "resp3-to", "0");
        server.AwaitParked(1);
        producer.Do("PROBE.PUSH", "resp3", "x");
        Assert.Equal("$1\r\nx\r\n", System.Text.Encoding.ASCII.GetString(client.ReadReply()));
        client.Issue("PROBE.MOVE", "resp3", "resp3-to", "20");
        Assert.Equal("_\r\n", System.Text.Encoding.ASCII.GetString(client.ReadReply()));
        producer.Do("DEL", "resp3-to");
    }

    [Theory]
    [InlineData("OFF")]
    [InlineData("SKIP")]
    public void Reply_that_nobody_wants_is_held_back_after_a_wait_too(string mode)
    {
        using RespConnection client = server.Connect();
        using RespConnection producer = server.Connect();
        client.Issue("CLIENT", "REPLY", mode);
        client.Issue("PROBE.POP", "held", "0");
        server.AwaitParked(1);
        producer.Do("PROBE.PUSH", "held", "x");
        server.AwaitParked(0);
        if (mode == "OFF")
        {
            client.Issue("CLIENT", "REPLY", "ON");
            Assert.Equal("OK", client.Next());
        }
        Assert.Equal("PONG", client.Do("PING"));
    }

    [Fact]
    public void Handler_that_fails_after_parking_costs_one_error()
    {
        using RespConnection client = server.Connect();
        Assert.StartsWith("ERR internal error", client.Do("PROBE.PARKANDTHROW", "park-throw"), StringComparison.Ordinal);
        Assert.Equal("PONG", client.Do("PING"));
        server.AwaitParked(0);
    }
}
