using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>How the tests connect as .NET programs do.</summary>
internal static class DotNetClient
{
    public static async Task<ConnectionMultiplexer> ConnectAsync(OurServer server, RedisProtocol protocol) =>
        await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { { "127.0.0.1", server.Process.Port } },
            Protocol = protocol,
            AllowAdmin = true,
            ClientName = "tests",
            AbortOnConnectFail = true,
        });

    /// <summary>The first database, emptied.</summary>
    public static async Task<IDatabase> FreshAsync(ConnectionMultiplexer redis)
    {
        IDatabase database = redis.GetDatabase();
        await database.ExecuteAsync("FLUSHALL");
        return database;
    }
}
