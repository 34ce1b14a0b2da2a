using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>The habits of redis-cli: whoever knows Redis by its shell finds everything working.</summary>
public sealed class RedisCliTests(OurServer server) : IClassFixture<OurServer>
{
    private int Port => server.Process.Port;

    [SkippableFact]
    public void Commands_print_what_they_print_with_redis()
    {
        Fresh();
        Assert.Equal("OK\n", Run("set", "greeting", "hello").Output);
        Assert.Equal("hello\n", Run("get", "greeting").Output);
        Assert.Equal("\"hello\"\n", Run("--no-raw", "get", "greeting").Output);
        Assert.Equal("(integer) 1\n", Run("--no-raw", "incr", "counter").Output);
        Assert.Equal("(nil)\n", Run("--no-raw", "get", "nosuch").Output);
        Assert.StartsWith("(error) ERR wrong number of arguments", Run("--no-raw", "get").Output);
        Assert.Equal("1) \"hello\"\n2) \"1\"\n", Run("--no-raw", "mget", "greeting", "counter").Output);
    }

    [SkippableFact]
    public void RESP3_works()
    {
        Fresh();
        Assert.Equal("OK\n", Run("-3", "set", "k", "v").Output);
        Assert.Equal("(nil)\n", Run("-3", "--no-raw", "get", "nosuch").Output);
        Assert.Contains("\"proto\" => (integer) 3", Run("-3", "--no-raw", "hello", "3").Output);
    }

    [SkippableFact]
    public void Databases_are_chosen_with_n()
    {
        Fresh();
        Run("-n", "3", "set", "k", "three");
        Assert.Equal("three\n", Run("-n", "3", "get", "k").Output);
        Assert.Equal("(nil)\n", Run("--no-raw", "get", "k").Output);
    }

    [SkippableFact]
    public void Scan_lists_every_key_once()
    {
        Populate(1500);
        string[] keys = Lines(Run("--scan").Output);
        Assert.Equal(1500, keys.Length);
        Assert.Equal(1500, keys.Distinct().Count());
        Assert.Equal(11, Lines(Run("--scan", "--pattern", "key:14?0").Output).Length + 1);
    }

    [SkippableFact]
    public void Bigkeys_finds_the_largest()
    {
        Populate(300);
        Run("set", "giant", new string('x', 5000));
        RedisCli.Outcome outcome = Run("--bigkeys");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Biggest string found", outcome.Output);
        Assert.Contains("giant", outcome.Output);
        Assert.Contains("has 5000 bytes", outcome.Output);
        Assert.Contains("Sampled 301 keys", outcome.Output);
    }

    [SkippableFact]
    public void Memkeys_finds_the_heaviest()
    {
        Populate(300);
        Run("set", "giant", new string('x', 100_000));
        RedisCli.Outcome outcome = Run("--memkeys");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("Biggest string found", outcome.Output);
        Assert.Contains("giant", outcome.Output);
    }

    [SkippableFact]
    public void Hotkeys_finds_the_most_used()
    {
        Populate(100);
        Run("config", "set", "maxmemory-policy", "allkeys-lfu");
        try
        {
            using (RespConnection connection = server.Process.Connect())
            {
                for (int i = 0; i < 3000; i++)
                    connection.Call("GET", "key:7");
            }
            RedisCli.Outcome outcome = Run("--hotkeys");
            Assert.Equal(0, outcome.ExitCode);
            Assert.Contains("hot key found with counter", outcome.Output);
            Assert.Contains("key:7", outcome.Output);
        }
        finally
        {
            Run("config", "set", "maxmemory-policy", "noeviction");
        }
    }

    [SkippableFact]
    public void Stat_shows_a_line_again_and_again()
    {
        Populate(10);
        string said = RedisCli.ReadUntil(Port, ["--stat", "-i", "0.1"], text => Rounds(text) >= 3);
        Assert.Contains("keys", said);
        Assert.Contains("clients", said);

        static int Rounds(string text) => Lines(text).Count(line => line.StartsWith("10 ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Latency_is_measured()
    {
        string[] figures = Run("--latency", "-i", "1").Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, figures.Length);
        Assert.True(int.Parse(figures[3], System.Globalization.CultureInfo.InvariantCulture) > 10);
    }

    [SkippableFact]
    public void Pipe_loads_a_protocol_file()
    {
        Fresh();
        string input = string.Concat(Enumerable.Range(0, 20_000).Select(i =>
            $"*3\r\n$3\r\nSET\r\n${$"mass:{i}".Length}\r\nmass:{i}\r\n$5\r\nvalue\r\n"));
        RedisCli.Outcome outcome = RedisCli.Run(Port, ["--pipe"], input);
        Assert.Contains("errors: 0, replies: 20000", outcome.Output);
        Assert.Equal("20000\n", Run("dbsize").Output);
    }

    [SkippableFact]
    public void Help_and_hints_come_from_the_server()
    {
        string help = Regex.Replace(RedisCli.Run(Port, [], "help set\nhelp @string\n").Output, @"\x1b\[\d*m", "");
        Assert.Contains("SET", help);
        Assert.Contains("summary:", help);
        Assert.Contains("since: 1.0.0", help);
        Assert.Contains("APPEND", help);
    }

    [SkippableFact]
    public void Repeating_and_reading_from_standard_input_work()
    {
        Fresh();
        Assert.Equal("1\n2\n3\n", Run("-r", "3", "incr", "n").Output);
        Assert.Equal("OK\n", RedisCli.Run(Port, ["-x", "set", "fromstdin"], "typed").Output);
        Assert.Equal("typed\n", Run("get", "fromstdin").Output);
        Assert.Equal("OK\nv\n", RedisCli.Run(Port, [], "set k v\nget k\n").Output);
    }

    private RedisCli.Outcome Run(params string[] arguments) => RedisCli.Run(Port, arguments);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void Fresh()
    {
        using RespConnection connection = server.Process.Connect();
        Assert.False(connection.Ask("FLUSHALL").IsError);
    }

    private void Populate(int keys)
    {
        Fresh();
        using RespConnection connection = server.Process.Connect();
        for (int i = 0; i < keys; i++)
            connection.Call("SET", $"key:{i}", $"value-{i}");
    }
}
