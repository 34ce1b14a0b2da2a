using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>A command that calls others inside its locks.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class NestedCallTests(ProbeServer server)
{
    [Fact]
    public void Command_that_must_run_alone_and_has_not_said_so_is_refused_inside_a_transaction()
    {
        using RespConnection client = server.Connect();
        client.Do("MULTI");
        client.Do("SET", "alone:a", "1");
        client.Do("PROBE.CALL", "0", "MSET", "alone:b", "1", "alone:c", "1", "alone:d", "1");
        client.Do("INCR", "alone:a");
        Assert.Equal("OK ERR the command would have to run alone, which it can't inside a transaction 2", client.Do("EXEC"));
    }

    [Fact]
    public void Call_runs_inside_the_locks_of_its_caller()
    {
        using RespConnection client = server.Connect();
        Assert.Equal("OK", client.Do("PROBE.CALL", "1", "nest", "SET", "nest", "v"));
        Assert.Equal("Ran $1|v|", client.Do("PROBE.RESULT", "1", "nest", "GET", "nest").Replace("\r\n", "|", StringComparison.Ordinal));
        Assert.Equal("v", client.Do("PROBE.CALL", "1", "nest", "PROBE.CALL", "1", "nest", "GET", "nest"));
    }

    [Fact]
    public void Call_beyond_the_locks_held_runs_alone()
    {
        using RespConnection client = server.Connect();
        Assert.Equal("NotCovered ", client.Do("PROBE.RESULT", "0", "SET", "nest:beyond", "v"));
        Assert.Equal("0", client.Do("EXISTS", "nest:beyond"));
        Assert.Equal("OK", client.Do("PROBE.CALL", "0", "SET", "nest:beyond", "v"));
        Assert.Equal("v", client.Do("PROBE.CALL", "0", "PROBE.CALL", "0", "PROBE.CALL", "0", "GET", "nest:beyond"));
        Assert.StartsWith("NotCovered", client.Do("PROBE.RESULT", "0", "PROBE.EXCLUSIVE"), StringComparison.Ordinal);
        Assert.Equal("0", client.Do("PROBE.CALL", "0", "PROBE.EXCLUSIVE"));
    }

    [Fact]
    public void Errors_of_calls_are_replies()
    {
        using RespConnection client = server.Connect();
        client.Do("SET", "nest:text", "abc");
        Assert.Equal("ERR value is not an integer or out of range", client.Do("PROBE.CALL", "1", "nest:text", "INCR", "nest:text"));
        Assert.StartsWith("ERR unknown command 'NOSUCH'", client.Do("PROBE.CALL", "0", "NOSUCH"), StringComparison.Ordinal);
        Assert.Equal("ERR wrong number of arguments for 'get' command", client.Do("PROBE.CALL", "0", "GET"));
        Assert.StartsWith("Invalid", client.Do("PROBE.RESULT", "0", "NOSUCH"), StringComparison.Ordinal);
        Assert.StartsWith("ERR internal error in plugin 'contract-probe' while running 'probe.throw'",
            client.Do("PROBE.CALL", "1", "nest:text", "PROBE.THROW", "nest:text"), StringComparison.Ordinal);
        Assert.Equal("PONG", client.Do("PING"));
    }

    [Fact]
    public void Depth_has_a_limit()
    {
        using RespConnection client = server.Connect();
        Assert.Equal("PONG", client.Do([.. Nested(60), "PING"]));
        Assert.Equal("ERR calls are nested too deep", client.Do([.. Nested(70), "PING"]));
        Assert.Equal("PONG", client.Do("PING"));
    }

    [Fact]
    public void Call_counts_its_own_changes()
    {
        using RespConnection client = server.Connect();
        for (int i = 0; i < 3; i++)
            Assert.Equal("0 2", client.Do("PROBE.CHANGES", "nest:x", "nest:y", "1"));
        Assert.Equal("0 2", client.Do("PROBE.CALL", "2", "nest:x", "nest:y", "PROBE.CHANGES", "nest:x", "nest:y", "1"));
    }

    private static IEnumerable<string> Nested(int depth) => Enumerable.Repeat<string[]>(["PROBE.CALL", "0"], depth).SelectMany(words => words);
}
