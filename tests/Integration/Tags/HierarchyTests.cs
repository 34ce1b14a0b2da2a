using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>Tags above tags.</summary>
public sealed class HierarchyTests(OurServer server) : IClassFixture<OurServer>
{
    [Fact]
    public void A_cascade_takes_the_descendants_and_nothing_above()
    {
        using RespConnection client = server.Fresh();
        client.Do("TAGLINK", "shop", "shoes");
        client.Do("TAGLINK", "shop", "shirts");
        client.Do("TAGLINK", "shoes", "boots");
        client.Do("TAGLINK", "sale", "boots");
        foreach (string tag in new[] { "shop", "shoes", "shirts", "boots", "sale" })
            client.Do("SETTAG", $"page:{tag}", "v", tag);
        client.Do("SETTAG", "page:all", "v", "boots", "shirts", "shop");
        Assert.Equal(["shirts", "shoes"], client.Sorted("TAGCHILDREN", "shop"));
        Assert.Equal("1", client.Do("TAGINVALIDATE", "shoes"));
        Assert.Equal("2", client.Do("TAGINVALIDATE", "shoes", "CASCADE"));
        Assert.Equal("2", client.Do("TAGINVALIDATE", "shop", "CASCADE"));
        Assert.Equal(["page:sale"], client.Sorted("KEYS", "*"));
        Assert.Equal("1", client.Do("TAGUNLINK", "shop", "shoes"));
        Assert.Equal(["shirts"], client.Sorted("TAGCHILDREN", "shop"));
    }

    [Fact]
    public void Links_stay_without_keys_and_go_with_the_namespaces_data()
    {
        using RespConnection client = server.Fresh();
        client.Do("TAGLINK", "p", "c");
        client.Do("SETTAG", "k", "v", "c");
        Assert.Equal("1", client.Do("TAGINVALIDATE", "p", "CASCADE"));
        client.Do("SETTAG", "k", "v", "c");
        Assert.Equal("1", client.Run("TAG INVALIDATE ANY 1 p CASCADE"));
        client.Do("FLUSHDB");
        Assert.Empty(client.Ask("TAGCHILDREN", "p").Items);
    }

    [Fact]
    public void Circles_are_refused_and_depth_is_free()
    {
        const int depth = 100_000;
        using RespConnection client = server.Fresh();
        client.Load(depth, i => $"TAGLINK t:{depth - i - 1} t:{depth - i}");
        client.Do("SETTAG", "deepest", "v", $"t:{depth}");
        client.Do("SETTAG", "middle", "v", $"t:{depth / 2}");
        Assert.Equal("ERR the link would close a circle", client.Do("TAGLINK", $"t:{depth}", "t:0"));
        Assert.Equal("ERR the link would close a circle", client.Do("TAGLINK", "t:1", "t:0"));
        Assert.Equal("0", client.Do("TAGCOUNT", "t:0"));
        Assert.Equal("1", client.Do("TAGINVALIDATE", $"t:{depth - 1}", "CASCADE"));
        Assert.Equal("1", client.Do("TAGINVALIDATE", "t:0", "CASCADE"));
        Assert.Equal("0", client.Do("DBSIZE"));
        client.Do("TAGUNLINK", "t:0", "t:1");
        Assert.Equal("1", client.Do("TAGLINK", "t:1", "t:0"));
    }
}
