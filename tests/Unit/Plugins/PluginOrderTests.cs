using CacheStorm.Host.Plugins;

namespace CacheStorm.UnitTests.Plugins;

public sealed class PluginOrderTests
{
    private static PluginCandidate Plugin(string id, params string[] requires) => new()
    {
        Id = id,
        Identity = new PluginIdentity { Id = id, Version = "1.0.0", Path = "", Requires = requires },
    };

    [Fact]
    public void A_plugin_comes_behind_what_it_needs_and_else_as_listed()
    {
        List<PluginCandidate> sorted = PluginOrder.Sort([Plugin("a", "c"), Plugin("b"), Plugin("c", "d"), Plugin("d"), Plugin("e")]);

        Assert.Equal(["d", "c", "a", "b", "e"], sorted.Select(p => p.Id));
    }

    [Fact]
    public void A_circle_is_refused_with_its_members_and_nobody_else()
    {
        List<PluginCandidate> sorted = PluginOrder.Sort([Plugin("a", "b"), Plugin("b", "c"), Plugin("c", "b"), Plugin("d")]);

        Assert.Equal(["b", "c"], sorted.Where(p => p.Refusal is not null).Select(p => p.Id).Order());
        Assert.Contains("b → c → b", sorted.First(p => p.Id == "b").Refusal);
    }

    [Fact]
    public void Every_reason_for_a_missing_need_is_told_apart()
    {
        PluginCandidate plugin = Plugin("a", "b");

        Assert.Null(PluginOrder.MissingNeed(plugin, _ => PluginState.Running));
        Assert.Contains("disabled", PluginOrder.MissingNeed(plugin, _ => PluginState.Disabled));
        Assert.Contains("did not start", PluginOrder.MissingNeed(plugin, _ => PluginState.Failed));
        Assert.Contains("not there", PluginOrder.MissingNeed(plugin, _ => null));
    }
}
