using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>Who hears of invalidations: the log for clients that were away, the channels, the keyspace events.</summary>
public sealed class ChangesTests(OurServer server) : IClassFixture<OurServer>
{
    [Fact]
    public void The_log_tells_each_of_them_in_order()
    {
        using RespConnection client = server.Fresh();
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        long start = client.Ask("TAG", "CHANGES", "$").Integer;
        Assert.Empty(client.Ask("TAG", "CHANGES", $"{start}").Items);
        client.Do("TAGLINK", "p", "c");
        client.Do("INVALIDATE", "a", "b");
        client.Run("TAGINVALIDATE p CASCADE");
        client.Run("TAG INVALIDATE ALL 2 x y SOFT 100");
        IReadOnlyList<RespValue> changes = client.Ask("TAG", "CHANGES", $"{start}").Items;
        Assert.Equal(["a b", "p c", "x y"], changes.Select(one => one.Items[2].Line()));
        Assert.Equal(["any", "any", "all"], changes.Select(one => one.Items[3].Text));
        Assert.All(changes, one => Assert.InRange(one.Items[1].Integer, now - 1000, now + 60_000));
        Assert.Equal([0, 0], changes.Take(2).Select(one => one.Items[4].Integer));
        Assert.InRange(changes[2].Items[4].Integer, now + 90_000, now + 160_000);
        long[] numbers = [.. changes.Select(one => one.Items[0].Integer)];
        Assert.True(start < numbers[0] && numbers[0] < numbers[1] && numbers[1] < numbers[2]);
        Assert.Equal(numbers[2], client.Ask("TAG", "CHANGES", "$").Integer);
        Assert.Equal(numbers[..1], client.Ask("TAG", "CHANGES", $"{start}", "COUNT", "1").Items.Select(one => one.Items[0].Integer));
        Assert.Equal(numbers[1..], client.Ask("TAG", "CHANGES", $"{numbers[0]}", "COUNT", "10").Items.Select(one => one.Items[0].Integer));
    }

    [Fact]
    public void The_log_has_bounds_and_says_where_it_begins()
    {
        using RespConnection client = server.Fresh();
        long start = client.Ask("TAG", "CHANGES", "$").Integer;
        client.Do("CONFIG", "SET", "tag-changes-max-len", "3");
        for (int i = 0; i < 5; i++)
            client.Do("INVALIDATE", $"t{i}");
        Assert.Equal($"ERR the log of invalidations no longer reaches back to {start}; it begins at {start + 2}",
            client.Do("TAG", "CHANGES", $"{start}"));
        Assert.Equal(["t2", "t3", "t4"], client.Ask("TAG", "CHANGES", $"{start + 2}").Items.Select(one => one.Items[2].Line()));
        Assert.Equal($"ERR the log of invalidations does not know {start + 6}; the last number is {start + 5}",
            client.Do("TAG", "CHANGES", $"{start + 6}"));
        Assert.StartsWith("ERR the log of invalidations no longer reaches back to 0; it begins at ", client.Do("TAG", "CHANGES", "0"), StringComparison.Ordinal);
        client.Do("CONFIG", "SET", "tag-changes-max-len", "0");
        client.Do("INVALIDATE", "none");
        Assert.StartsWith("ERR", client.Do("TAG", "CHANGES", $"{start + 5}"), StringComparison.Ordinal);
        Assert.Empty(client.Ask("TAG", "CHANGES", $"{start + 6}").Items);
        client.Do("CONFIG", "SET", "tag-changes-max-len", "10000");
    }

    [Theory]
    [InlineData("FLUSHDB")]
    [InlineData("FLUSHALL")]
    [InlineData("SWAPDB 0 5")]
    public void Whoever_emptied_the_namespace_is_not_missed(string command)
    {
        using RespConnection client = server.Fresh();
        client.Do("INVALIDATE", "t");
        string last = client.Do("TAG", "CHANGES", "$");
        client.Run(command);
        Assert.StartsWith("ERR the log of invalidations no longer reaches back", client.Do("TAG", "CHANGES", last), StringComparison.Ordinal);
        last = client.Do("TAG", "CHANGES", "$");
        client.Do("INVALIDATE", "u");
        Assert.Equal("u", Assert.Single(client.Ask("TAG", "CHANGES", last).Items).Items[2].Line());
    }

    [Fact]
    public void Each_namespace_has_a_log_of_its_own()
    {
        using RespConnection zero = server.Fresh(), one = server.Process.Connect();
        one.Do("SELECT", "1");
        string start = zero.Do("TAG", "CHANGES", "$");
        zero.Do("INVALIDATE", "zero");
        one.Do("INVALIDATE", "one");
        Assert.Equal("zero", Assert.Single(zero.Ask("TAG", "CHANGES", start).Items).Items[2].Line());
        Assert.Equal("one", Assert.Single(one.Ask("TAG", "CHANGES", start).Items).Items[2].Line());
        Assert.Equal(zero.Do("TAG", "CHANGES", "$"), one.Do("TAG", "CHANGES", "$"));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public void Channels_tell_the_number_of_the_invalidation(string protocol)
    {
        using RespConnection client = server.Fresh(), subscriber = server.Process.Connect();
        subscriber.Ask("HELLO", protocol);
        Assert.Equal("subscribe __tag__:a 1", subscriber.Do("SUBSCRIBE", "__tag__:a"));
        Assert.Equal("psubscribe __tag__:c* 2", subscriber.Do("PSUBSCRIBE", "__tag__:c*"));
        client.Do("TAGLINK", "b", "c2");
        client.Do("INVALIDATE", "x", "a");
        string first = client.Do("TAG", "CHANGES", "$");
        client.Run("TAGINVALIDATE b CASCADE");
        string second = client.Do("TAG", "CHANGES", "$");
        Assert.Equal($"message __tag__:a {first}", subscriber.Next());
        Assert.Equal($"pmessage __tag__:c* __tag__:c2 {second}", subscriber.Next());
    }

    [Fact]
    public void Keyspace_events_tell_of_tags_and_of_each_key_that_goes()
    {
        using RespConnection client = server.Fresh(), subscriber = server.Process.Connect();
        client.Do("CONFIG", "SET", "notify-keyspace-events", "KAi");
        subscriber.Do("PSUBSCRIBE", "__keyspace@0__:*");
        client.Do("SETTAG", "k", "v", "t");
        client.Do("ADDTAG", "k", "t");
        client.Do("ADDTAG", "k", "u");
        client.Do("REMTAG", "k", "none");
        client.Do("REMTAG", "k", "u");
        client.Do("SET", "l", "v", "TAGS", "1", "t");
        client.Do("TAGDEL", "none");
        client.Do("INVALIDATE", "t");
        string[] events = [.. Enumerable.Range(0, 6).Select(_ => Event(subscriber.Next()))];
        client.Do("CONFIG", "SET", "notify-keyspace-events", "");
        Assert.Equal(["k set", "k tagadd", "k tagrem", "l set"], events[..4]);
        Assert.Equal(["k invalidated", "l invalidated"], events[4..].Order());
    }

    private static string Event(string message) => message["pmessage __keyspace@0__:* __keyspace@0__:".Length..];
}
