using System.Globalization;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Memory;

/// <summary>A large value is built under one key, renamed to others, deleted: what INFO says of memory meanwhile.</summary>
public sealed class LargeValueTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Members = 200_000;
    private const int AtOnce = 10_000;

    // Buffers of the connection, tables of shards.
    private const long Slack = 512 << 10;

    [SkippableFact]
    public void The_account_knows_at_once_and_the_memory_is_given_back()
    {
        Skip.If(TestEnvironment.TargetIsRedis, "what is freed beside the traffic is the server's own choice");
        using RespConnection connection = server.Process.Connect();
        long freed = Field(connection, "lazyfreed_objects");
        long before = Field(connection, "used_memory");
        for (int first = 0; first < Members; first += AtOnce)
            connection.Call(["SADD", "tmp", .. Enumerable.Range(first, AtOnce).Select(i => $"member:{i}")]);
        long full = Field(connection, "used_memory");
        Assert.True(full - before > Members * 10L);

        string key = "tmp";
        for (int i = 0; i < 20; i++)
        {
            connection.Call("RENAME", key, key = $"live:{i}");
            Assert.InRange(Field(connection, "used_memory") - full, -Slack, Slack);
        }

        Assert.Equal(Members, connection.Ask("SCARD", key).Integer);
        connection.Call("COPY", key, "copy");
        connection.Call("SET", key, "overwritten");
        connection.Call("DEL", key, "copy");
        Assert.InRange(Field(connection, "used_memory") - before, -Slack, Slack);
        Eventually.True(() => Field(connection, "lazyfree_pending_objects") == 0, "the heaps are freed");
        Assert.Equal(2, Field(connection, "lazyfreed_objects") - freed);
    }

    private static long Field(RespConnection connection, string name)
    {
        string line = connection.Ask("INFO", "memory").Text!.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }
}
