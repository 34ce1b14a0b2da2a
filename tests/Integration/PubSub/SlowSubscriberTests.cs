using System.Globalization;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.PubSub;

/// <summary>Who doesn't read what is published is dropped, and memory stays within the limit.</summary>
public sealed class SlowSubscriberTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData("pubsub 4mb 0 0")]
    [InlineData("pubsub 0 1mb 1")]
    public void A_subscriber_that_does_not_read_is_dropped(string limit)
    {
        using ServerProcess server = ServerProcess.StartOurs("--io-threads", "2");
        using RespConnection publisher = server.Connect();
        publisher.Do("CONFIG", "SET", "client-output-buffer-limit", limit);
        using RespConnection slow = server.Connect();
        using RespConnection quick = server.Connect();
        slow.Do("SUBSCRIBE", "flood");
        quick.Do("SUBSCRIBE", "flood");
        string message = new('m', 64 * 1024);
        long before = server.ResidentBytes();

        // What the kernel takes for the slow one is not the server's: it goes on until the limit is passed.
        int sent = 0;
        Eventually.True(() =>
        {
            for (int i = 0; i < 16; i++)
            {
                sent++;
                publisher.Do("PUBLISH", "flood", message);
                Assert.Equal($"message flood {message}", quick.Next());
            }
            return publisher.Do("PUBSUB", "NUMSUB", "flood") == "flood 1";
        }, "the slow subscriber is dropped");

        Assert.Equal("1", publisher.Do("PUBLISH", "flood", "end"));
        Assert.Equal("message flood end", quick.Next());
        Assert.True(slow.IsClosedByServer());
        Assert.Contains("client_output_buffer_limit_disconnections:1\r\n", publisher.Do("INFO", "stats"), StringComparison.Ordinal);
        long grown = server.ResidentBytes() - before;
        Assert.True(grown < 160L * Megabyte, string.Create(CultureInfo.InvariantCulture,
            $"{sent} messages of 64 KiB made the server grow by {grown / Megabyte} MiB"));
    }

    [Fact]
    public void Ordinary_clients_are_not_held_to_the_limit_of_subscribers()
    {
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection client = server.Connect();
        client.Do("CONFIG", "SET", "client-output-buffer-limit", "pubsub 64kb 0 0");
        client.Do("SUBSCRIBE", "a");
        client.Do("UNSUBSCRIBE", "a");
        string large = new('x', 8 * Megabyte);
        client.Do("SET", "large", large);
        Assert.Equal(large, client.Do("GET", "large"));
    }
}
