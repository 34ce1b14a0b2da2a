using System.Collections.Concurrent;
using CacheStorm.IntegrationTests.Harness;
using StackExchange.Redis;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>Subscriptions as .NET programs make them: on a connection of their own in RESP2, beside the commands in RESP3.</summary>
public sealed class SubscriptionClientTests(OurServer server) : IClassFixture<OurServer>
{
    private const int Messages = 2000;

    public static TheoryData<RedisProtocol> Protocols() => [RedisProtocol.Resp2, RedisProtocol.Resp3];

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Channels_patterns_and_shard_channels(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        await using ConnectionMultiplexer other = await DotNetClient.ConnectAsync(server, protocol);
        ISubscriber subscriber = redis.GetSubscriber();
        var heard = new BlockingCollection<string>();
        await subscriber.SubscribeAsync(RedisChannel.Literal("news"), (channel, message) => heard.Add($"{channel} {message}"));
        await subscriber.SubscribeAsync(RedisChannel.Pattern("new*"), (channel, message) => heard.Add($"new* {channel} {message}"));

        Assert.Equal(2, await other.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "one"));
        Assert.Equal(["new* news one", "news one"], Take(heard, 2).Order(StringComparer.Ordinal));
        Assert.Equal(1, await other.GetSubscriber().PublishAsync(RedisChannel.Literal("newest"), "two"));
        Assert.Equal(["new* newest two"], Take(heard, 1));

        await subscriber.UnsubscribeAsync(RedisChannel.Pattern("new*"));
        Assert.Equal(1, await other.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "three"));
        Assert.Equal(["news three"], Take(heard, 1));
        await subscriber.UnsubscribeAllAsync();
        Assert.Equal(0, await other.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "four"));
        Assert.True(await redis.GetDatabase().StringSetAsync("k", "v"));
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Nothing_is_lost_and_the_order_is_kept(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        await using ConnectionMultiplexer other = await DotNetClient.ConnectAsync(server, protocol);
        ChannelMessageQueue queue = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("stream"));
        ISubscriber publisher = other.GetSubscriber();
        IDatabase database = redis.GetDatabase();
        for (int i = 0; i < Messages; i++)
        {
            publisher.Publish(RedisChannel.Literal("stream"), i, CommandFlags.FireAndForget);
            if (i % 100 == 0)
                await database.StringSetAsync("beside", i); // commands go on beside the messages
        }
        for (int i = 0; i < Messages; i++)
        {
            ChannelMessage message = await queue.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
            Assert.Equal(i, (int)message.Message);
        }
        await queue.UnsubscribeAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Protocols))]
    public async Task Keyspace_notifications(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer redis = await DotNetClient.ConnectAsync(server, protocol);
        IDatabase database = await DotNetClient.FreshAsync(redis);
        await redis.GetServers().Single().ConfigSetAsync("notify-keyspace-events", "KEA");
        ChannelMessageQueue queue = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("__keyevent@0__:*"));
        await database.StringSetAsync("k", "v", TimeSpan.FromMilliseconds(50));
        foreach (string expected in (string[])["set", "expire", "expired"])
        {
            ChannelMessage message = await queue.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
            Assert.Equal($"__keyevent@0__:{expected} k", $"{message.Channel} {message.Message}");
        }
        await queue.UnsubscribeAsync();
        await redis.GetServers().Single().ConfigSetAsync("notify-keyspace-events", "");
    }

    private static List<string> Take(BlockingCollection<string> heard, int count)
    {
        var taken = new List<string>();
        while (taken.Count < count)
        {
            Assert.True(heard.TryTake(out string? one, TimeSpan.FromSeconds(20)), $"only {taken.Count} of {count} messages came");
            taken.Add(one);
        }
        return taken;
    }
}
