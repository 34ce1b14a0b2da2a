using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Tags;

/// <summary>What commands on tags pass on to persistence and replicas.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class TagPropagationTests(ProbeServer server)
{
    [Fact]
    public void Commands_go_as_themselves_and_grace_times_become_points_in_time()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string[] effects = server.EffectsOf(client =>
        {
            client.Do("SETTAG", "tp:a", "1", "tp", "tp:u");
            client.Do("ADDTAG", "tp:a", "tp:x");
            client.Do("ADDTAG", "tp:a", "tp:x");
            client.Do("REMTAG", "tp:a", "tp:x", "tp:none");
            client.Do("INCRBYFLOAT", "tp:a", "0.5");
            client.Do("SET", "tp:b", "1", "IFTOKEN", client.Do("TAG", "TOKEN", "tp"), "TAGS", "2", "tp", "tp:v");
            client.Do("SET", "tp:b", "2", "GET", "TAGS", "1", "tp", "KEEPTTL");
            client.Do("SET", "tp:b", "3", "TAGS", "1", "tp", "NX");
            client.Do("TAGLINK", "tp:p", "tp");
            client.Do("TAGLINK", "tp:p", "tp");
            client.Do("TAG", "INVALIDATE", "ANY", "1", "tp:p", "CASCADE", "SOFT", "100");
            client.Do("TAG", "INVALIDATE", "ALL", "2", "tp", "tp:u");
            client.Do("TAGINVALIDATE", "tp:p", "CASCADE");
            client.Do("INVALIDATE", "tp:none");
            client.Do("TAGUNLINK", "tp:p", "tp");
            client.Do("SETTAG", "tp:a", "1", "tp");
            client.Do("TAGDEL", "tp");
            client.Do("TAGDEL", "tp");
            client.Do("DEL", "tp:a");
        });

        string soft = effects[7];
        Assert.StartsWith("0 TAG INVALIDATE ANY 1 tp:p CASCADE SOFTAT ", soft, StringComparison.Ordinal);
        Assert.InRange(long.Parse(soft.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture), before + 99_000, before + 160_000);
        effects[7] = "soft";
        Assert.Equal(
        [
            "0 SETTAG tp:a 1 tp tp:u",
            "0 ADDTAG tp:a tp:x",
            "0 REMTAG tp:a tp:x tp:none",
            "0 INCRBYFLOAT tp:a 0.5",
            "0 SET tp:b 1 TAGS 2 tp tp:v",
            "0 SET tp:b 2 KEEPTTL TAGS 1 tp",
            "0 TAGLINK tp:p tp",
            "soft",
            "0 TAG INVALIDATE ALL 2 tp tp:u",
            "0 TAGINVALIDATE tp:p CASCADE",
            "0 INVALIDATE tp:none",
            "0 TAGUNLINK tp:p tp",
            "0 SETTAG tp:a 1 tp",
            "0 TAGDEL tp",
            "0 DEL tp:a",
        ], effects);
    }
}
