using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>HOTKEYS START, GET, STOP and RESET as StackExchange.Redis sends and reads them.</summary>
public sealed class HotKeysClientTests(OurServer server) : IClassFixture<OurServer>
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    public static TheoryData<RedisProtocol> Protocols() => [RedisProtocol.Resp2, RedisProtocol.Resp3];

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task A_session_from_start_to_reset(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IServer endpoint = redis.GetServers().Single();
        IDatabase database = redis.GetDatabase();
        Assert.Null(await endpoint.HotKeysGetAsync());
        Assert.False(await endpoint.HotKeysStopAsync());

        DateTime before = DateTime.UtcNow;
        await endpoint.HotKeysStartAsync(duration: s_minute);
        await Assert.ThrowsAsync<RedisServerException>(() => endpoint.HotKeysStartAsync(duration: s_minute));
        await Assert.ThrowsAsync<RedisServerException>(() => endpoint.HotKeysResetAsync());
        for (int i = 0; i < 20; i++)
            await database.StringIncrementAsync("counter");
        await database.StringSetAsync("large", new byte[5000]);
        await database.StringGetAsync(["large", "counter"]);

        HotKeysResult running = (await endpoint.HotKeysGetAsync())!;
        Assert.True(running.TrackingActive);
        Assert.True(await endpoint.HotKeysStopAsync());
        Assert.False(await endpoint.HotKeysStopAsync());

        HotKeysResult result = (await endpoint.HotKeysGetAsync())!;
        Assert.False(result.TrackingActive);
        Assert.Equal(HotKeysMetrics.Cpu | HotKeysMetrics.Network, result.Metrics);
        Assert.Equal(1, result.SampleRatio);
        Assert.False(result.IsSampled);
        Assert.False(result.IsSlotFiltered);
        SlotRange slots = Assert.Single(result.SelectedSlots.ToArray());
        Assert.Equal((0, 16383), (slots.From, slots.To));
        Assert.InRange(result.CollectionStartTime, before.AddSeconds(-1), DateTime.UtcNow.AddSeconds(1));
        Assert.InRange(result.CollectionDuration, TimeSpan.Zero, s_minute);
        Assert.True(result.AllCommandsAllSlotsTime > TimeSpan.Zero);
        Assert.True(result.TotalCpuTimeUser >= TimeSpan.Zero && result.TotalCpuTimeSystem >= TimeSpan.Zero);

        // *3 SET large <5000>, +OK; MGET large counter with both values; INCR counter twenty times.
        Assert.Equal(["large", "counter"], result.NetworkBytesByKey.ToArray().Select(key => (string)key.Key!));
        Assert.Equal(["counter", "large"], result.CpuByKey.ToArray().Select(key => (string)key.Key!).Order());
        Assert.All(result.CpuByKey.ToArray(), key => Assert.True(key.Duration > TimeSpan.Zero));
        int set = "*3\r\n$3\r\nSET\r\n$5\r\nlarge\r\n$5000\r\n\r\n+OK\r\n".Length + 5000;
        int get = "*3\r\n$4\r\nMGET\r\n$5\r\nlarge\r\n$7\r\ncounter\r\n*2\r\n$5000\r\n\r\n$2\r\n20\r\n".Length + 5000;
        int increments = 20 * "*2\r\n$4\r\nINCR\r\n$7\r\ncounter\r\n:1\r\n".Length + 11;
        Assert.Equal(set + get / 2, result.NetworkBytesByKey[0].Bytes);
        Assert.Equal(increments + get / 2, result.NetworkBytesByKey[1].Bytes);
        Assert.Equal(set + get + increments, result.AllCommandsAllSlotsNetworkBytes);
        Assert.InRange(result.TotalNetworkBytes!.Value, set + get + increments - 1, set + get + increments);

        await endpoint.HotKeysResetAsync();
        Assert.Null(await endpoint.HotKeysGetAsync());
        await database.KeyDeleteAsync(["counter", "large"]);
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task One_metric_a_count_and_a_sample(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(protocol);
        IServer endpoint = redis.GetServers().Single();
        IDatabase database = redis.GetDatabase();

        await endpoint.HotKeysStartAsync(HotKeysMetrics.Network, count: 2, duration: s_minute, sampleRatio: 3);
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(i => database.StringGetAsync($"key:{i % 3}")));
        await endpoint.HotKeysStopAsync();

        HotKeysResult result = (await endpoint.HotKeysGetAsync())!;
        Assert.Equal(HotKeysMetrics.Network, result.Metrics);
        Assert.True(result.IsSampled);
        Assert.Equal(3, result.SampleRatio);
        Assert.Equal(2, result.NetworkBytesByKey.Length);
        Assert.Equal(0, result.CpuByKey.Length);
        Assert.Null(result.TotalCpuTime);
        double share = (double)result.TotalNetworkBytes!.Value / result.AllCommandsAllSlotsNetworkBytes;
        Assert.InRange(share, 0.25, 0.42);
        await endpoint.HotKeysResetAsync();
    }

    [SkippableFact]
    public async Task A_session_ends_when_its_duration_is_over()
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(RedisProtocol.Resp3);
        IServer endpoint = redis.GetServers().Single();
        await endpoint.HotKeysStartAsync(HotKeysMetrics.Cpu, duration: TimeSpan.FromSeconds(1));
        Eventually.True(() => !endpoint.HotKeysGet()!.TrackingActive, "the session ends by itself");
        Assert.Equal(TimeSpan.FromSeconds(1), endpoint.HotKeysGet()!.CollectionDuration);
        Assert.False(await endpoint.HotKeysStopAsync());
        await endpoint.HotKeysResetAsync();
    }

    [SkippableFact]
    public async Task Slots_are_refused_without_a_cluster()
    {
        await using ConnectionMultiplexer redis = await ConnectAsync(RedisProtocol.Resp3);
        IServer endpoint = redis.GetServers().Single();
        RedisServerException refused = await Assert.ThrowsAsync<RedisServerException>(() => endpoint.HotKeysStartAsync(slots: [0]));
        Assert.Equal("ERR SLOTS parameter cannot be used in non-cluster mode", refused.Message);
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(RedisProtocol protocol) => await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
    {
        EndPoints = { { "127.0.0.1", server.Process.Port } },
        Protocol = protocol,
        AllowAdmin = true,
    });
}
