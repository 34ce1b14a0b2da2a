using System.Text;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Types of a plugin's own: managed objects, and native blocks.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class DataTypeTests(ProbeServer server)
{
    [Fact]
    public void Value_is_written_down_and_read_again()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.PUSH", "type:q", "one", "two", new string('z', 300));
        byte[] payload = Encoding.Latin1.GetBytes(client.Ask("DUMP", "type:q").Text!);

        Assert.Equal("OK", RespValue.Parse(client.Call([.. Bytes("RESTORE", "type:r", "0"), payload])).Line());
        Assert.Equal(client.Do("PROBE.RANGE", "type:q"), client.Do("PROBE.RANGE", "type:r"));

        byte[] broken = [.. payload];
        broken[^20] ^= 1;
        Assert.True(RespValue.Parse(client.Call([.. Bytes("RESTORE", "type:broken", "0"), broken])).IsError);
        Assert.Equal("0", client.Do("EXISTS", "type:broken"));
        client.Do("DEL", "type:q", "type:r");
    }

    [Fact]
    public void Commands_for_all_types_know_it()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.PUSH", "type:a", "one", "two");
        Assert.Equal("probe-queue", client.Do("TYPE", "type:a"));
        Assert.Equal("fifo", client.Do("OBJECT", "ENCODING", "type:a"));
        Assert.Equal("1", client.Do("COPY", "type:a", "type:b"));
        Assert.Equal("one", client.Do("PROBE.TAKE", "type:b"));
        Assert.Equal("one two", client.Do("PROBE.RANGE", "type:a"));
        Assert.Equal("OK", client.Do("RENAME", "type:a", "type:c"));
        Assert.Equal("one two", client.Do("PROBE.RANGE", "type:c"));
        Assert.Equal("1", client.Do("PEXPIRE", "type:c", "100000"));
        Assert.Equal("1", client.Do("MOVE", "type:c", "5"));
        client.Do("SELECT", "5");
        Assert.Equal("one two", client.Do("PROBE.RANGE", "type:c"));
        Assert.NotEqual("-1", client.Do("PTTL", "type:c"));
        Assert.Equal("0 type:c", client.Do("SCAN", "0", "COUNT", "1000", "TYPE", "probe-queue"));
        client.Do("DEL", "type:c");
        client.Do("SELECT", "0");
        Assert.StartsWith("WRONGTYPE", client.Do("GET", "type:b"), StringComparison.Ordinal);
        Assert.StartsWith("WRONGTYPE", client.Do("APPEND", "type:b", "x"), StringComparison.Ordinal);
        Assert.Equal("1", client.Do("DEL", "type:b"));
    }

    [Fact]
    public void Account_follows_objects_and_is_empty_when_they_are_gone()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.FLUSH");
        long start = client.Ask("PROBE.MEMORY").Items[0].Integer;

        // What stays when the last object is gone is the shards' index of objects; another round adds nothing to it.
        string afterRound = Round();
        Assert.EndsWith(" 0", afterRound, StringComparison.Ordinal);
        Assert.Equal(afterRound, Round());

        client.Do("PROBE.PUSH", "mem:q", new string('y', 1000));
        client.Do("PROBE.FLUSH");
        Assert.Equal($"{start} 0", client.Do("PROBE.MEMORY"));

        string Round()
        {
            client.Do("PROBE.PUSH", "mem:q", "x");
            long small = client.Ask("PROBE.USAGE", "mem:q").Integer;
            for (int i = 0; i < 50; i++)
                client.Do("PROBE.PUSH", "mem:q", new string('y', 1000));
            long large = client.Ask("PROBE.USAGE", "mem:q").Integer;
            Assert.InRange(large - small, 50_000, 60_000);
            Assert.True(client.Ask("PROBE.MEMORY").Items[0].Integer - start >= 50_000);
            client.Do("COPY", "mem:q", "mem:r");
            client.Do("SET", "mem:r", "overwritten");
            for (int i = 0; i < 51; i++)
                client.Do("PROBE.TAKE", "mem:q");
            client.Do("DEL", "mem:r");
            return client.Do("PROBE.MEMORY");
        }
    }

    [Fact]
    public void Native_blocks_belong_to_their_entry()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.FLUSH");
        string start = client.Do("PROBE.MEMORY");

        for (int i = 0; i < 200; i++)
            Assert.Equal($"{i + 1}", client.Do("PROBE.BADD", "blocks", $"element {i} {new string('e', i * 37 % 5000)}"));
        Assert.StartsWith("element 123 ", client.Do("PROBE.BGET", "blocks", "123"), StringComparison.Ordinal);
        Assert.True(client.Ask("PROBE.USAGE", "blocks").Integer > client.Ask("PROBE.BBYTES", "blocks").Integer);
        Assert.Equal("probe-blocks", client.Do("TYPE", "blocks"));
        Assert.Equal("blocks", client.Do("OBJECT", "ENCODING", "blocks"));

        Assert.Equal("1", client.Do("COPY", "blocks", "blocks:copy"));
        for (int i = 199; i >= 0; i--)
            client.Do("PROBE.BDEL", "blocks", $"{i / 2}");
        Assert.Equal("0", client.Do("EXISTS", "blocks"));
        for (int i = 0; i < 200; i++)
            Assert.StartsWith($"element {i} ", client.Do("PROBE.BGET", "blocks:copy", $"{i}"), StringComparison.Ordinal);

        client.Do("RENAME", "blocks:copy", "blocks:moved");
        Assert.StartsWith("element 7 ", client.Do("PROBE.BGET", "blocks:moved", "7"), StringComparison.Ordinal);
        client.Do("COPY", "blocks:moved", "blocks:second");
        client.Do("SET", "blocks:moved", "overwritten");
        client.Do("DEL", "blocks:moved");
        client.Do("COPY", "blocks:second", "blocks:third");
        client.Do("DEL", "blocks:second");
        Assert.True(client.Ask("PROBE.MEMORY").Items[0].Integer > 400_000);
        client.Do("PEXPIRE", "blocks:third", "1");
        // The wheel that collected it may stay; nothing of the half a million bytes does.
        Eventually.True(() => client.Ask("PROBE.MEMORY") is { Items: [{ Integer: < 2000 }, { Integer: 0 }] }, "the blocks are gone with their entry");

        client.Do("PROBE.BADD", "blocks", new string('e', 100_000));
        client.Do("PROBE.FLUSH");
        Assert.Equal(start, client.Do("PROBE.MEMORY"));
    }

    private static IEnumerable<byte[]> Bytes(params string[] words) => words.Select(Encoding.Latin1.GetBytes);
}
