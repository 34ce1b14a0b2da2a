using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>What sinks hear of namespaces, so that they can be made and deleted again elsewhere.</summary>
[Collection(ProbeServerGroup.Name)]
public sealed class NamespaceTests(ProbeServer server)
{
    [Fact]
    public void Their_coming_and_going_is_passed_on_and_what_was_refused_is_not()
    {
        string[] effects = server.EffectsOf(client =>
        {
            client.Ask("NSCREATE", "passed-on", "TTL", "7");
            client.Ask("NSCREATE", "passed-on");
            client.Ask("NAMESPACE", "passed-on");
            client.Ask("NSDEL", "nowhere");
            client.Ask("NSDEL", "passed-on");
        });
        Assert.Equal(2, effects.Length);
        Assert.EndsWith("NSCREATE passed-on TTL 7", effects[0], StringComparison.Ordinal);
        Assert.EndsWith("NSDEL passed-on", effects[1], StringComparison.Ordinal);
    }
}
