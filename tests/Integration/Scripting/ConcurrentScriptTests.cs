using System.Globalization;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Scripting;

/// <summary>Scripts on several workers at once: each is one step for all others, whether it declares its keys or not.</summary>
public sealed class ConcurrentScriptTests
{
    private const int Accounts = 40;
    private const int Clients = 6;
    private const int Transfers = 500;

    private const string Transfer = """
        redis.call('DECRBY', KEYS[1], ARGV[1])
        if ARGV[2] then redis.call('INCR', ARGV[2]) end
        return redis.call('INCRBY', KEYS[2], ARGV[1])
        """;

    private const string Total = "local sum = 0 for i = 0, 39 do sum = sum + redis.call('GET', 'account:' .. i) end return sum";

    [Fact]
    public async Task The_sum_stays_while_scripts_move_parts_of_it()
    {
        int port = Ports.Free();
        using ServerProcess server = ServerProcess.LaunchOurs(["-port", $"{port}", "--io-threads", "3"], port);
        Eventually.True(() => server.HasExited || server.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "the server is ready");
        using RespConnection first = server.Connect();
        for (int i = 0; i < Accounts; i++)
            Assert.Equal("OK", first.Do("SET", $"account:{i}", "1000"));
        string transfer = first.Do("SCRIPT", "LOAD", Transfer);
        string total = first.Do("SCRIPT", "LOAD", Total);
        // Its first run declares all keys it touches: what it reaches for later, it reaches for in the midst of others.
        Assert.Equal("1001", first.Do("EVALSHA", transfer, "2", "account:0", "account:1", "1"));

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => Move(server, transfer, total, client))));

        Assert.Equal($"{Accounts * 1000}", first.Do("EVALSHA", total, "0"));
        int strays = Enumerable.Range(0, 10).Sum(i => int.Parse("0" + first.Do("GET", $"stray:{i}").Replace("nil", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        Assert.Equal(Clients * Transfers / 4, strays);
    }

    private static void Move(ServerProcess server, string transfer, string total, int client)
    {
        var random = new Random(client);
        using RespConnection connection = server.Connect();
        for (int i = 0; i < Transfers; i++)
        {
            int from = random.Next(Accounts);
            int to = (from + 1 + random.Next(Accounts - 1)) % Accounts;
            string[] stray = i % 4 == 0 ? [$"stray:{random.Next(10)}"] : [];
            string reply = connection.Do(["EVALSHA", transfer, "2", $"account:{from}", $"account:{to}", $"{random.Next(1, 9)}", .. stray]);
            Assert.True(long.TryParse(reply, out _), reply);
            if (i % 50 == 0)
                Assert.Equal($"{Accounts * 1000}", connection.Do("EVALSHA", total, "0"));
        }
    }
}
