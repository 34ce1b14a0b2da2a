using CacheStorm.IntegrationTests.Clients;
using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>Tags from .NET: a client that knows nothing of them sends them as it sends any command.</summary>
public sealed class TagClientTests(OurServer server) : IClassFixture<OurServer>
{
    public static TheoryData<RedisProtocol> Protocols() => [RedisProtocol.Resp2, RedisProtocol.Resp3];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Tags_by_execute(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        var heard = new TaskCompletionSource<string>();
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("__tag__:product:1"), (_, message) => heard.TrySetResult(message!));

        Assert.Equal("OK", (string?)await database.ExecuteAsync("SETTAG", "page:1", "<html>", "product:1", "category:3"));
        Assert.Equal("OK", (string?)await database.ExecuteAsync("SET", "page:2", "x", "EX", 100, "TAGS", 1, "product:1"));
        Assert.Equal(["category:3", "product:1"], ((string[])(await database.ExecuteAsync("TAGS", "page:1"))!).Order());
        Assert.Equal(2, (long)await database.ExecuteAsync("TAGCOUNT", "product:1"));
        Dictionary<string, RedisResult> info = (await database.ExecuteAsync("TAGINFO", "product:1")).ToDictionary();
        Assert.Equal(2, (long)info["keys"]);
        RedisResult token = await database.ExecuteAsync("TAG", "TOKEN", "product:1");
        long since = (long)await database.ExecuteAsync("TAG", "CHANGES", "$");
        Assert.Equal(2, (long)await database.ExecuteAsync("INVALIDATE", "product:1"));
        Assert.True((await database.ExecuteAsync("SET", "page:1", "stale", "IFTOKEN", (string)token!)).IsNull);
        Assert.Equal("product:1", (string?)((RedisResult[])(await database.ExecuteAsync("TAG", "CHANGES", since))!)[0][2][0]);
        Assert.False(await database.KeyExistsAsync("page:1"));
        Assert.Equal($"{since + 1}", await heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
