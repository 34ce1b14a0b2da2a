using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>Scripts as .NET programs run them: by text, with named parameters, by digest, and functions.</summary>
public sealed class ScriptClientTests(OurServer server) : IClassFixture<OurServer>
{
    public static TheoryData<RedisProtocol> Protocols() => [RedisProtocol.Resp2, RedisProtocol.Resp3];

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Scripts_return_values_of_every_kind(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        RedisResult result = await database.ScriptEvaluateAsync(
            "redis.call('SET', KEYS[1], ARGV[1]) return {redis.call('GET', KEYS[1]), 10 / 2, false, {ok = 'fine'}, {1, 'two'}}", ["k"], ["v"]);
        Assert.Equal("v", (string?)result[0]);
        Assert.Equal(5, (int)result[1]);
        Assert.True(result[2].IsNull);
        Assert.Equal("fine", (string?)result[3]);
        Assert.Equal(["1", "two"], ((string[]?)result[4])!);
        RedisServerException failure = await Assert.ThrowsAsync<RedisServerException>(
            () => database.ScriptEvaluateAsync("return redis.error_reply('MINE went wrong')"));
        Assert.Equal("MINE went wrong", failure.Message);
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Prepared_scripts_are_loaded_once_and_again_after_a_flush(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        LuaScript prepared = LuaScript.Prepare("return redis.call('INCRBY', @key, @by)");
        Assert.Equal(3, (int)await database.ScriptEvaluateAsync(prepared, new { key = (RedisKey)"n", by = 3 }));
        IServer endpoint = redis.GetServers().Single();
        LoadedLuaScript loaded = await prepared.LoadAsync(endpoint);
        Assert.Equal(6, (int)await loaded.EvaluateAsync(database, new { key = (RedisKey)"n", by = 3 }));
        await endpoint.ScriptFlushAsync();
        Assert.Equal(9, (int)await database.ScriptEvaluateAsync(prepared, new { key = (RedisKey)"n", by = 3 }));
    }

    [SkippableFact]
    public async Task Functions_are_called_by_name()
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, RedisProtocol.Resp3);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        await database.ExecuteAsync("FUNCTION", "LOAD", "REPLACE",
            "#!lua name=stock\nredis.register_function('take', function(keys, args) return redis.call('DECRBY', keys[1], args[1]) end)");
        await database.StringSetAsync("pears", 10);
        Assert.Equal(7, (int)await database.ExecuteAsync("FCALL", "take", 1, "pears", 3));
    }
}
