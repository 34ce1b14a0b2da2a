using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>What a server does beside the traffic for types of plugins: alarms, and the memory of large values that are gone.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class AlarmTests(ProbeServer server)
{
    [Fact]
    public void Alarms_ring_by_themselves_wherever_the_value_has_gone()
    {
        using RespConnection client = server.Connect();
        Assert.Equal("OK", client.Do("PROBE.FUSE", "fuse", "150"));
        client.Do("RENAME", "fuse", "fuse:renamed");
        client.Do("COPY", "fuse:renamed", "fuse:copied");
        client.Do("COPY", "fuse:renamed", "fuse", "DB", "3");
        string payload = client.Do("EXISTS", "fuse:renamed", "fuse:copied");
        Assert.Equal("2", payload);
        Eventually.True(() => client.Do("EXISTS", "fuse:renamed", "fuse:copied") == "0", "both are gone");
        client.Do("SELECT", "3");
        Eventually.True(() => client.Do("EXISTS", "fuse") == "0", "it is gone in the other database, too");
    }

    [Fact]
    public void Alarms_rest_while_active_expiry_does()
    {
        using RespConnection client = server.Connect();
        Assert.Equal("OK", client.Do("DEBUG", "SET-ACTIVE-EXPIRE", "0"));
        client.Do("PROBE.FUSE", "resting", "1");
        Thread.Sleep(400);
        Assert.Equal("1", client.Do("EXISTS", "resting"));
        Assert.Equal("OK", client.Do("DEBUG", "SET-ACTIVE-EXPIRE", "1"));
        Eventually.True(() => client.Do("EXISTS", "resting") == "0", "it is gone");
    }

    [Fact]
    public void A_large_value_is_freed_beside_the_traffic()
    {
        using RespConnection client = server.Connect();
        client.Do("PROBE.FLUSH");
        Assert.Equal("100000", client.Do("PROBE.BFILL", "large", "100000", "300"));
        long before = Field(client, "lazyfreed_objects");
        Assert.True(client.Ask("PROBE.MEMORY").Items[0].Integer > 30_000_000);
        Assert.Equal("1", client.Do("DEL", "large"));
        Eventually.True(() => Field(client, "lazyfreed_objects") == before + 1, "it is freed");
        Assert.Equal(0, Field(client, "lazyfree_pending_objects"));
        Assert.True(client.Ask("PROBE.MEMORY").Items[0].Integer < 2_000);
    }

    private static long Field(RespConnection client, string name)
    {
        string info = client.Ask("INFO", "memory").Text!;
        int start = info.IndexOf(name + ":", StringComparison.Ordinal) + name.Length + 1;
        return long.Parse(info.AsSpan(start, info.IndexOf('\r', start) - start));
    }
}
