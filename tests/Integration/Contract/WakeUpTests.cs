using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Whatever brings a key wakes its clients: other commands, chains of them, other shards, background work.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class WakeUpTests(ProbeServer server)
{
    [Fact]
    public void Rename_copy_and_restore_wake()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();

        other.Do("PROBE.PUSH", "wake:source", "renamed");
        client.Issue("PROBE.POP", "wake:target", "0");
        server.AwaitParked(1);
        Assert.Equal("OK", other.Do("RENAME", "wake:source", "wake:target"));
        Assert.Equal("wake:target renamed", client.Next());

        other.Do("PROBE.PUSH", "wake:source", "copied");
        client.Issue("PROBE.POP", "wake:target", "0");
        server.AwaitParked(1);
        Assert.Equal("1", other.Do("COPY", "wake:source", "wake:target"));
        Assert.Equal("wake:target copied", client.Next());

        byte[] payload = System.Text.Encoding.Latin1.GetBytes(other.Ask("DUMP", "wake:source").Text!);
        client.Issue("PROBE.POP", "wake:target", "0");
        server.AwaitParked(1);
        other.Call(["RESTORE"u8.ToArray(), "wake:target"u8.ToArray(), "0"u8.ToArray(), payload]);
        Assert.Equal("wake:target copied", client.Next());
        other.Do("DEL", "wake:source");
    }

    [Fact]
    public void Value_of_another_type_leaves_clients_waiting()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();
        client.Issue("PROBE.POP", "wrong", "0");
        server.AwaitParked(1);
        other.Do("SET", "wrong", "a string");
        Assert.Equal("1", other.Do("PROBE.PARKED"));
        Assert.StartsWith("WRONGTYPE", other.Do("PROBE.POP", "wrong", "0"), StringComparison.Ordinal);
        other.Do("DEL", "wrong");
        other.Do("PROBE.PUSH", "wrong", "right");
        Assert.Equal("wrong right", client.Next());
    }

    [Fact]
    public void Clients_feed_each_other_in_a_chain()
    {
        const int links = 12;
        RespConnection[] chain = [.. Enumerable.Range(0, links).Select(_ => server.Connect())];
        using RespConnection last = server.Connect();
        using RespConnection producer = server.Connect();
        last.Issue("PROBE.POP", $"chain:{links}", "0");
        for (int i = links - 1; i >= 0; i--)
            chain[i].Issue("PROBE.MOVE", $"chain:{i}", $"chain:{i + 1}", "0");
        server.AwaitParked(links + 1);

        producer.Do("PROBE.PUSH", "chain:0", "through");

        Assert.Equal($"chain:{links} through", last.Next());
        foreach (RespConnection link in chain)
        {
            Assert.Equal("through", link.Next());
            link.Dispose();
        }
        Assert.Equal("0", producer.Do(["EXISTS", .. Enumerable.Range(0, links + 1).Select(i => $"chain:{i}")]));
    }

    [Fact]
    public void Client_of_keys_in_many_shards_is_woken_by_any_of_them()
    {
        string[] keys = [.. Enumerable.Range(0, 40).Select(i => $"shards:{i}")];
        using RespConnection client = server.Connect();
        using RespConnection producer = server.Connect();
        foreach (string key in keys)
        {
            client.Issue(["PROBE.POP", .. keys, "0"]);
            server.AwaitParked(1);
            producer.Do("PROBE.PUSH", key, "x");
            Assert.Equal($"{key} x", client.Next());
        }
    }

    [Fact]
    public void Clients_that_share_several_keys_get_one_element_each()
    {
        using RespConnection first = server.Connect();
        using RespConnection second = server.Connect();
        using RespConnection producer = server.Connect();
        first.Issue("PROBE.POP", "common:a", "common:b", "common:a", "0");
        server.AwaitParked(1);
        second.Issue("PROBE.POP", "common:b", "common:a", "0");
        server.AwaitParked(2);

        producer.Issue("PROBE.PUSH", "common:a", "1");
        producer.Issue("PROBE.PUSH", "common:b", "2");

        Assert.Equal("1", producer.Next());
        Assert.Equal("1", producer.Next());
        Assert.Equal("common:a 1", first.Next());
        Assert.Equal("common:b 2", second.Next());
        Assert.Equal("0", producer.Do("EXISTS", "common:a", "common:b"));
    }

    [Fact]
    public void Work_of_the_server_itself_wakes()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();
        client.Issue("PROBE.POP", "later:1", "later:2", "later:3", "0");
        server.AwaitParked(1);
        other.Do("PROBE.DEFER", "later:2", "deferred");
        Assert.Equal("later:2 deferred", client.Next());

        client.Issue("PROBE.POP", "later:1", "later:2", "later:3", "0");
        server.AwaitParked(1);
        other.Do("PROBE.LATER", "PROBE.PUSH", "later:3", "executed");
        Assert.Equal("later:3 executed", client.Next());
    }

    [Fact]
    public void Call_tried_again_may_run_alone()
    {
        using RespConnection client = server.Connect();
        using RespConnection producer = server.Connect();
        client.Issue("PROBE.POPALONE", "alone", "0");
        server.AwaitParked(1);
        producer.Do("PROBE.PUSH", "alone", "x");
        Assert.Equal("x", client.Next());
        Assert.Equal("0", producer.Do("EXISTS", "alone"));
    }

    [Fact]
    public void Nested_call_wakes_and_never_parks()
    {
        using RespConnection client = server.Connect();
        using RespConnection other = server.Connect();
        client.Issue("PROBE.POP", "nested-wake", "0");
        server.AwaitParked(1);
        other.Do("PROBE.CALL", "1", "nested-wake", "PROBE.PUSH", "nested-wake", "x");
        Assert.Equal("nested-wake x", client.Next());
        Assert.Equal("nil", other.Do("PROBE.CALL", "1", "nested-wake", "PROBE.POP", "nested-wake", "0"));
        server.AwaitParked(0);
    }
}
