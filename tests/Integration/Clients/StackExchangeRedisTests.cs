using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>The client that .NET programs use, over RESP2 and RESP3, with its own probing at connect.</summary>
public sealed class StackExchangeRedisTests(OurServer server) : IClassFixture<OurServer>
{
    public static TheoryData<RedisProtocol> Protocols() => [RedisProtocol.Resp2, RedisProtocol.Resp3];

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Connects_and_knows_what_it_talks_to(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        Assert.True(redis.IsConnected);
        IServer endpoint = redis.GetServers().Single();
        Assert.Equal(ServerType.Standalone, endpoint.ServerType);
        Assert.False(endpoint.IsReplica);
        Assert.Equal(protocol, endpoint.Protocol);
        Assert.True(endpoint.Version >= new Version(7, 0));
        Assert.True(await redis.GetDatabase().PingAsync() < TimeSpan.FromSeconds(5));
        Assert.Equal(16, endpoint.DatabaseCount);
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Strings(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        byte[] binary = [0, 1, 255, 13, 10];

        Assert.True(await database.StringSetAsync("k", binary));
        Assert.Equal(binary, (byte[]?)await database.StringGetAsync("k"));
        Assert.True((await database.StringGetAsync("nosuch")).IsNull);
        Assert.Equal(5, await database.StringLengthAsync("k"));
        Assert.Equal(1, await database.StringIncrementAsync("n"));
        Assert.Equal(2.5, await database.StringIncrementAsync("n", 1.5));
        Assert.Equal("a", await database.StringGetSetAsync("g", "b") is { IsNull: true } ? "a" : "x");
        Assert.Equal("b", await database.StringGetDeleteAsync("g"));
        Assert.False(await database.StringSetAsync("k", "x", when: When.NotExists));
        Assert.True(await database.StringSetAsync("k", "hello", when: When.Exists));
        Assert.Equal("ell", await database.StringGetRangeAsync("k", 1, 3));
        Assert.Equal(11, await database.StringAppendAsync("k", " world"));
        Assert.Equal("hello world", await database.StringSetAndGetAsync("k", "new"));
        Assert.True(await database.StringSetAsync([new("a", "1"), new("b", "2")]));
        Assert.Equal<RedisValue>(["1", "2", RedisValue.Null], await database.StringGetAsync(["a", "b", "c"]));
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Ten_thousand_commands_in_a_pipeline(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);

        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => database.StringSetAsync($"key:{i}", i)));
        RedisValue[] values = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => database.StringGetAsync($"key:{i}")));
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(i, (int)values[i]);
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Expiry(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);

        await database.StringSetAsync("k", "v", TimeSpan.FromMinutes(5));
        TimeSpan? left = await database.KeyTimeToLiveAsync("k");
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(4.9), TimeSpan.FromMinutes(5));
        Assert.True(await database.KeyPersistAsync("k"));
        Assert.Null(await database.KeyTimeToLiveAsync("k"));
        Assert.True(await database.KeyExpireAsync("k", TimeSpan.FromMilliseconds(30)));
        Eventually.True(() => !database.KeyExists("k"), "the key expires");
        Assert.False(await database.KeyExpireAsync("nosuch", TimeSpan.FromSeconds(1)));
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Keys(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        IServer endpoint = redis.GetServers().Single();

        for (int i = 0; i < 1000; i++)
            await database.StringSetAsync($"user:{i}", i);
        Assert.Equal(1000, await endpoint.DatabaseSizeAsync());
        Assert.Equal(1000, endpoint.Keys(pattern: "user:*", pageSize: 50).Distinct().Count());
        Assert.Equal(10, endpoint.Keys(pattern: "user:55?", pageSize: 100).Count());
        Assert.Equal(RedisType.String, await database.KeyTypeAsync("user:1"));
        Assert.True(await database.KeyRenameAsync("user:1", "renamed"));
        Assert.Equal(1, (int)await database.StringGetAsync("renamed"));
        Assert.True(await database.KeyCopyAsync("renamed", "copied"));
        byte[]? payload = await database.KeyDumpAsync("renamed");
        await database.KeyRestoreAsync("restored", payload!);
        Assert.Equal(1, (int)await database.StringGetAsync("restored"));
        Assert.Equal(2, await database.KeyDeleteAsync(["renamed", "copied", "nosuch"]));
        Assert.NotNull((string?)await database.KeyRandomAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Administration(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IServer endpoint = redis.GetServers().Single();

        Assert.Contains(endpoint.Info(), section => section.Key == "Server");
        Assert.Contains(endpoint.Info("memory").Single(), pair => pair.Key == "used_memory");
        Assert.Contains(await endpoint.ConfigGetAsync("maxmemory*"), pair => pair.Key == "maxmemory");
        await endpoint.ConfigSetAsync("timeout", "0");
        await endpoint.ConfigResetStatisticsAsync();
        Assert.Contains(await endpoint.ClientListAsync(), client => client.Name == "tests");
        Assert.InRange(await endpoint.TimeAsync(), DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.True(await endpoint.LastSaveAsync() <= DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("echoed", await endpoint.EchoAsync("echoed"));
        await redis.GetDatabase(5).StringSetAsync("k", "v");
        await endpoint.FlushDatabaseAsync(5);
        Assert.Equal(0, await endpoint.DatabaseSizeAsync(5));
        RedisServerException error = await Assert.ThrowsAsync<RedisServerException>(
            () => redis.GetDatabase().ExecuteAsync("nosuchcommand", "a"));
        Assert.StartsWith("ERR unknown command", error.Message);
    }

    private Task<ConnectionMultiplexer> ConnectAsync(RedisProtocol protocol) => DotNetClient.ConnectAsync(server, protocol);
}
