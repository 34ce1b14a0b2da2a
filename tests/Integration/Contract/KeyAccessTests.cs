using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>What a sampler of key accesses sees.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class KeyAccessTests(ProbeServer server) : IDisposable
{
    private readonly RespConnection _client = server.Connect();

    public void Dispose()
    {
        _client.Do("PROBE.SAMPLE", "0");
        _client.Do("PROBE.SAMPLES");
        _client.Do("DEL", "sample:a", "sample:b", "sample:throw");
        _client.Dispose();
    }

    [Fact]
    public void Every_key_that_a_command_names_is_an_access()
    {
        _client.Do("PROBE.SAMPLE", "1");
        Assert.Equal("", _client.Do("PROBE.SAMPLES"));
        _client.Do("SET", "sample:a", "1");
        _client.Do("GET", "sample:none");
        _client.Do("MSET", "sample:a", "1", "sample:b", "2");
        _client.Do("PROBE.ALONE", "sample:a", "sample:b");
        Assert.Equal("0 a 1, 0 none 1, 0 a 1, 0 b 1, 0 a 1, 0 b 1", _client.Do("PROBE.SAMPLES"));

        _client.Do("SELECT", "3");
        _client.Do("GET", "sample:a");
        _client.Do("SELECT", "0");
        Assert.Equal("3 a 1", _client.Do("PROBE.SAMPLES"));

        _client.Do("GET", "sample:a", "sample:b");
        _client.Do("NOSUCH", "sample:a");
        Assert.Equal("", _client.Do("PROBE.SAMPLES"));
    }

    [Fact]
    public void Each_command_of_a_pipeline_is_seen()
    {
        _client.Do("PROBE.SAMPLE", "1");
        for (int i = 0; i < 40; i++)
            _client.Issue("GET", $"sample:{i}");
        for (int i = 0; i < 40; i++)
            _client.Next();
        Assert.Equal(string.Join(", ", Enumerable.Range(0, 40).Select(i => $"0 {i} 1")), _client.Do("PROBE.SAMPLES"));
    }

    [Fact]
    public void Commands_that_others_call_are_seen()
    {
        _client.Do("PROBE.SAMPLE", "1");
        _client.Do("PROBE.CALL", "1", "sample:a", "INCR", "sample:a");
        Assert.Equal("0 a 1, 0 a 1", _client.Do("PROBE.SAMPLES"));
        _client.Do("PROBE.BEGIN");
        _client.Do("GET", "sample:a");
        _client.Do("GET", "sample:b");
        Assert.Equal("QUEUED", _client.Do("PROBE.SAMPLES"));
        _client.Do("PROBE.COMMIT");
        Assert.Equal("", _client.Do("PROBE.SAMPLES"));
        _client.Do("PROBE.BEGIN");
        _client.Do("MGET", "sample:a", "sample:b");
        _client.Do("PROBE.COMMIT");
        Assert.Equal("0 a 1, 0 b 1", _client.Do("PROBE.SAMPLES"));
    }

    [Fact]
    public void One_of_so_many_is_seen_and_stands_for_them()
    {
        _client.Do("PROBE.SAMPLE", "10");
        for (int i = 0; i < 1000; i++)
            _client.Do("MGET", "sample:a", "sample:b", "sample:c", "sample:a", "sample:a");
        string[] seen = _client.Do("PROBE.SAMPLES").Split(", ");
        Assert.InRange(seen.Length, 400, 600);
        Assert.InRange(seen.Count(one => one == "0 a 10"), 220, 380);
        Assert.All(seen, one => Assert.EndsWith(" 10", one, StringComparison.Ordinal));
    }

    [Fact]
    public void A_sampler_that_throws_harms_nobody()
    {
        _client.Do("PROBE.SAMPLE", "1");
        Assert.Equal("OK", _client.Do("SET", "sample:throw", "v"));
        Assert.Equal("v", _client.Do("GET", "sample:throw"));
        _client.Do("GET", "sample:a");
        Assert.Equal("0 a 1", _client.Do("PROBE.SAMPLES"));
        Assert.Contains("sample:throw", _client.Do("HOTKEYS", "100"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_measures_the_commands_of_a_transaction_but_not_those_of_a_command_with_keys()
    {
        Assert.Equal("OK", _client.Do("HOTKEYS", "START", "METRICS", "2", "CPU", "NET"));
        try
        {
            _client.Do("PROBE.BEGIN");
            _client.Do("SET", "sample:a", "1");
            _client.Do("GET", "sample:b");
            _client.Do("PROBE.COMMIT");
            _client.Do("PROBE.CALL", "1", "sample:c", "SET", "sample:c", "1");
        }
        finally
        {
            _client.Do("HOTKEYS", "STOP");
        }
        RespValue result = _client.Ask("HOTKEYS", "GET").Items[0];
        _client.Do("HOTKEYS", "RESET");
        _client.Do("DEL", "sample:c");
        long set = "*3\r\n$3\r\nSET\r\n$8\r\nsample:a\r\n$1\r\n1\r\n+OK\r\n".Length;
        long get = "*2\r\n$3\r\nGET\r\n$8\r\nsample:b\r\n$-1\r\n".Length;
        long call = "*6\r\n$10\r\nPROBE.CALL\r\n$1\r\n1\r\n$8\r\nsample:c\r\n$3\r\nSET\r\n$8\r\nsample:c\r\n$1\r\n1\r\n+OK\r\n".Length;
        Assert.Equal($"sample:c {call} sample:a {set} sample:b {get}", result["by-net-bytes"]!.Line());
        Assert.Equal(6, result["by-cpu-time-us"]!.Items.Count);
        Assert.Equal(set + get + call, result["net-bytes-all-commands-all-slots"]!.Integer);
    }
}
