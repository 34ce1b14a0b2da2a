using CacheStorm.Host.Plugins;

namespace CacheStorm.UnitTests.Plugins;

/// <summary>Loading, exchanging and unloading by the loader alone, without an engine.</summary>
public sealed class PluginChangeTests
{
    private const string Reloadable = """{ "plugins": [ { "id": "test.greeting", "reload": true } ] }""";

    [Fact]
    public async Task An_exchange_makes_a_new_instance_and_leaves_nothing_of_the_old_one()
    {
        using var folder = await new PluginFolder().With("Greeting").StartAsync(Reloadable);

        Assert.Null(await folder.Loader!.ReloadAsync("test.greeting"));

        Assert.Equal("+hello\r\n", folder.Call("TEST.HELLO"));
        PluginInfo info = folder.Info("test.greeting");
        Assert.Equal((1, 0, PluginState.Running), (info.Reloads, info.Survivors, info.State));
        Assert.Equal(2, folder.Extensions.All<IInfoSection>().Count);
        Assert.Single(folder.Loader.Running);
    }

    [Fact]
    public async Task Unloading_takes_everything_away_and_loading_brings_it_back()
    {
        using var folder = await new PluginFolder().With("Greeting").StartAsync(Reloadable);

        Assert.Null(await folder.Loader!.UnloadAsync("test.greeting"));
        Assert.Empty(folder.Commands.Commands);
        Assert.Empty(folder.Extensions.All<IInfoSection>());
        Assert.Equal((0, PluginState.Stopped), (folder.Info("test.greeting").Survivors, folder.Info("test.greeting").State));

        Assert.Null(await folder.Loader.LoadAsync("plugins/Greeting"));
        Assert.Equal("+hello\r\n", folder.Call("TEST.HELLO"));
        Assert.True(folder.Info("test.greeting").CanReload);
    }

    [Fact]
    public async Task A_plugin_that_was_not_loaded_for_it_stays_and_the_cure_is_named()
    {
        using var folder = await new PluginFolder().With("Greeting").StartAsync();

        Assert.Contains("\"reload\": true", await folder.Loader!.ReloadAsync("test.greeting"));
        Assert.Contains("\"reload\": true", await folder.Loader.UnloadAsync("test.greeting"));
        Assert.Contains("no running plugin", await folder.Loader.ReloadAsync("test.other"));
        Assert.Equal("+hello\r\n", folder.Call("TEST.HELLO"));
    }

    [Fact]
    public async Task A_part_of_the_host_may_stand_in_the_way_and_what_rested_is_woken()
    {
        using var folder = new PluginFolder().With("Greeting");
        var receiver = new Stubborn { Obstacle = "not today" };
        folder.Receivers.Add(receiver);
        await folder.StartAsync(Reloadable);

        Assert.Equal("plugin test.greeting goes on as it is: not today", await folder.Loader!.ReloadAsync("test.greeting"));
        Assert.Equal(["add", "rest", "wake"], receiver.Calls);
        Assert.Equal("not today", folder.Info("test.greeting").ReloadError);

        receiver.Obstacle = null;
        Assert.Null(await folder.Loader.ReloadAsync("test.greeting"));
        Assert.Equal("", folder.Info("test.greeting").ReloadError);
        Assert.Equal(["add", "rest", "wake", "rest", "remove", "add"], receiver.Calls);
    }

    [Fact]
    public async Task What_lies_elsewhere_is_not_loaded()
    {
        using var folder = await new PluginFolder().StartAsync();

        Assert.Contains("none of the allowed folders", await folder.Loader!.LoadAsync(Path.Combine(PluginFolder.Metadata("TestPluginDirectory"), "Greeting")));
        Assert.Contains("none of the allowed folders", await folder.Loader.LoadAsync("plugins"));
    }

    private sealed class Stubborn : IContributionReceiver
    {
        public List<string> Calls { get; } = [];
        public string? Obstacle { get; set; }

        public string? Add(string pluginId, IReadOnlyList<object> contributions)
        {
            Calls.Add("add");
            return null;
        }

        public void Remove(string pluginId) => Calls.Add("remove");

        public string? FindObstacle(PluginExchange exchange) => Obstacle;

        public bool TryRest(string pluginId, TimeSpan patience)
        {
            Calls.Add("rest");
            return true;
        }

        public void Wake(string pluginId) => Calls.Add("wake");
    }
}
