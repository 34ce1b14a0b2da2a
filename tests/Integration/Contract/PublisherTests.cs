using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Plugins publish without knowing who does pub/sub; PUBLISH is passed on although it changes nothing.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class PublisherTests(ProbeServer server)
{
    [Fact]
    public void A_plugin_publishes_to_whoever_listens()
    {
        using RespConnection plugin = server.Connect();
        using RespConnection subscriber = server.Connect();
        Assert.Equal("-1", plugin.Do("PROBE.TELL", "__tag__:red", "invalidated"));
        subscriber.Do("SUBSCRIBE", "__tag__:red");
        subscriber.Do("PSUBSCRIBE", "__tag__:*");
        Assert.Equal("-1", plugin.Do("PROBE.TELL", "__tag_", "x"));
        Assert.Equal("2", plugin.Do("PROBE.TELL", "__tag__:red", "invalidated"));
        Assert.Equal("1", plugin.Do("PROBE.TELL", "__tag__:blue", "invalidated"));
        Assert.Equal("message __tag__:red invalidated", subscriber.Next());
        Assert.Equal("pmessage __tag__:* __tag__:red invalidated", subscriber.Next());
        Assert.Equal("pmessage __tag__:* __tag__:blue invalidated", subscriber.Next());
        subscriber.Do("UNSUBSCRIBE");
        subscriber.Do("PUNSUBSCRIBE");
        Assert.Equal("-1", plugin.Do("PROBE.TELL", "__tag__:red", "x"));
    }

    [Fact]
    public void Published_messages_are_passed_on()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("PUBLISH", "nobody", "m");
            client.Do("SPUBLISH", "shard", "m");
            client.Do("PUBSUB", "NUMPAT");
        });
        Assert.Equal(2, effects.Length);
        Assert.EndsWith("PUBLISH nobody m", effects[0], StringComparison.Ordinal);
        Assert.EndsWith("SPUBLISH shard m", effects[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_to_RESP2_and_RESP3_come_in_the_form_that_is_spoken_when_they_are_sent()
    {
        using RespConnection plugin = server.Connect();
        using RespConnection subscriber = server.Connect();
        subscriber.Do("HELLO", "3");
        subscriber.Do("SUBSCRIBE", "forms");
        plugin.Do("PROBE.TELL", "forms", "three");
        Assert.Equal('>', subscriber.Read().Type);
        subscriber.Do("HELLO", "2");
        plugin.Do("PROBE.TELL", "forms", "two");
        Assert.Equal('*', subscriber.Read().Type);
    }
}
