using System.Security.Cryptography;
using CacheStorm.Host.Plugins;

namespace CacheStorm.UnitTests.Plugins;

public sealed class PluginLoaderTests
{
    [Fact]
    public async Task A_folder_that_was_dropped_in_serves_its_commands()
    {
        using var folder = await new PluginFolder().With("Greeting").StartAsync();

        Assert.Equal(["test.greeting"], folder.Running());
        Assert.Equal("+hello\r\n", folder.Call("test.hello"));
        PluginInfo info = folder.Info("test.greeting");
        Assert.Equal("1.2.3", info.Version);
        Assert.Equal("Greets.", info.Description);
        Assert.Equal(["test.greet|count", "test.hello"], info.Commands.Order());
        Assert.Contains(folder.Log, l => l.StartsWith("Information: greets since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_class_with_several_roles_is_made_once_and_so_is_one_that_the_setup_registered()
    {
        using var folder = await new PluginFolder().With("Greeting").StartAsync();

        Assert.Equal("*3\r\n:1\r\n:1\r\n:2\r\n", folder.Call("TEST.GREET", "COUNT"));
        Assert.Equal(2, folder.Extensions.All<IInfoSection>().Count);
        Assert.Single(folder.Extensions.All<IPluginLifecycle>());
    }

    [Fact]
    public async Task Two_plugins_carry_different_major_versions_of_one_package()
    {
        using var folder = await new PluginFolder().With("OldJson", "NewJson").StartAsync();

        Assert.Equal("$2\r\n12\r\n", folder.Call("TEST.OLDJSON"));
        Assert.Equal("$2\r\n13\r\n", folder.Call("TEST.NEWJSON"));
    }

    [Fact]
    public async Task The_manifest_gives_the_order_and_drop_ins_come_behind()
    {
        using var folder = await new PluginFolder().With("Greeting", "OldJson", "NewJson").StartAsync(
            """{ "plugins": [ { "id": "test.oldjson" } ] }""");

        Assert.Equal(["test.oldjson", "test.greeting", "test.newjson"], folder.Running());
    }

    [Fact]
    public async Task Without_drop_in_only_listed_plugins_load_and_disabled_ones_do_not()
    {
        using var folder = await new PluginFolder().With("Greeting", "OldJson", "NewJson").StartAsync(
            """{ "dropIn": false, "plugins": [ { "id": "test.oldjson" }, { "id": "test.greeting", "enabled": false } ] }""");

        Assert.Equal(["test.oldjson"], folder.Running());
        Assert.Equal(PluginState.Disabled, folder.Info("test.greeting").State);
    }

    [Fact]
    public async Task A_taken_command_name_refuses_the_later_plugin_whole_and_names_both()
    {
        using var folder = await new PluginFolder().With("Colliding", "Greeting").StartAsync(
            """{ "plugins": [ { "id": "test.greeting" } ] }""");

        Assert.Equal(["test.greeting"], folder.Running());
        string error = folder.Info("test.colliding").Error;
        Assert.Contains("TEST.HELLO", error);
        Assert.Contains("test.colliding", error);
        Assert.Contains("test.greeting", error);
        Assert.False(folder.Commands.TryFind("TEST.OTHER"u8, out _));
        Assert.Contains(folder.Log, l => l.StartsWith("Error: Plugin test.colliding is left out:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ThrowingConstructor", "no luck today")]
    [InlineData("ThrowingStart", "the disk is full")]
    public async Task A_plugin_that_throws_is_left_out_and_the_rest_starts(string plugin, string cause)
    {
        using var folder = await new PluginFolder().With("Greeting", plugin).StartAsync();

        Assert.Equal(["test.greeting"], folder.Running());
        PluginInfo info = folder.Info("test." + plugin.ToLowerInvariant());
        Assert.Equal(PluginState.Failed, info.State);
        Assert.Contains(cause, info.Error);
        Assert.DoesNotContain('\n', info.Error);
        Assert.False(folder.Commands.TryFind("TEST.NEVER"u8, out _));
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_left_out_when_its_time_is_up()
    {
        using var folder = new PluginFolder().With("Greeting", "HangingStart");
        folder.StartLimit = TimeSpan.FromMilliseconds(500);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await folder.StartAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2.5), $"took {watch.Elapsed}");
        Assert.Equal(["test.greeting"], folder.Running());
        Assert.Contains("did not start within 0.5 s", folder.Info("test.hangingstart").Error);
        Assert.False(folder.Commands.TryFind("TEST.LATE"u8, out _));
    }

    [Fact]
    public async Task A_missing_need_is_named()
    {
        using var folder = await new PluginFolder().With("ThrowingStart").StartAsync();

        Assert.Contains("needs plugin test.greeting, which is not there", folder.Info("test.throwingstart").Error);
    }

    [Theory]
    [InlineData("0.0", "update the server")]
    [InlineData("1.0", "build the plugin against")]
    public async Task Another_contract_refuses_the_plugin(string ours, string cure)
    {
        using var folder = new PluginFolder().With("Greeting");
        folder.Contract = new Version(ours);
        await folder.StartAsync();

        string error = folder.Info("test.greeting").Error;
        Assert.Contains($"built for contract 0.1, the server has {ours}", error);
        Assert.Contains(cure, error);
    }

    [Fact]
    public async Task Two_files_with_one_id_are_refused()
    {
        using var folder = new PluginFolder().With("Greeting");
        folder.CopyTo("Greeting", "Another");
        await folder.StartAsync();

        Assert.Empty(folder.Running());
        Assert.Contains("two files claim the id", folder.Info("test.greeting").Error);
    }

    [Fact]
    public async Task The_digest_is_checked()
    {
        using var right = new PluginFolder().With("Greeting");
        string digest = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(right.FileOf("Greeting"))));
        await right.StartAsync($$"""{ "plugins": [ { "id": "test.greeting", "sha256": "{{digest}}" } ] }""");
        Assert.Equal(["test.greeting"], right.Running());

        using var wrong = await new PluginFolder().With("Greeting").StartAsync(
            $$"""{ "plugins": [ { "id": "test.greeting", "sha256": "{{new string('0', 64)}}" } ] }""");
        Assert.Contains("SHA-256", wrong.Info("test.greeting").Error);
    }

    [Fact]
    public async Task Strict_stops_the_start_and_everything_that_had_started()
    {
        using var folder = new PluginFolder().With("Greeting", "ThrowingStart");
        var e = await Assert.ThrowsAsync<PluginStartException>(() => folder.StartAsync("""{ "strict": true }"""));

        Assert.Contains("test.throwingstart", e.Message);
        Assert.Empty(folder.Commands.Commands);
        Assert.Equal(PluginState.Stopped, folder.Info("test.greeting").State);
    }

    [Fact]
    public async Task A_part_of_the_host_may_refuse_a_plugin()
    {
        using var folder = new PluginFolder().With("Greeting", "OldJson");
        var first = new Receiver(null);
        folder.Receivers.AddRange([first, new Receiver("test.greeting")]);
        await folder.StartAsync();

        Assert.Equal(["test.oldjson"], folder.Running());
        Assert.StartsWith("not this one", folder.Info("test.greeting").Error, StringComparison.Ordinal);
        Assert.Equal(["+test.greeting", "-test.greeting", "+test.oldjson"], first.Calls);
    }

    [Fact]
    public async Task Stopping_takes_everything_away_in_reverse_order()
    {
        using var folder = new PluginFolder().With("Greeting", "OldJson");
        var receiver = new Receiver(null);
        folder.Receivers.Add(receiver);
        await folder.StartAsync();
        await folder.Loader!.DrainAsync();
        await folder.Loader.StopAsync();

        Assert.Empty(folder.Commands.Commands);
        Assert.Empty(folder.Extensions.All<IInfoSection>());
        Assert.Equal(["+test.greeting", "+test.oldjson", "-test.oldjson", "-test.greeting"], receiver.Calls);
        Assert.All(folder.Catalog.Plugins, p => Assert.Equal(PluginState.Stopped, p.State));
    }

    [Fact]
    public async Task A_plugin_that_can_be_reloaded_is_loaded_collectible()
    {
        using var folder = await new PluginFolder().With("Greeting").StartAsync(
            """{ "plugins": [ { "id": "test.greeting", "reload": true } ] }""");

        Assert.Equal("+hello\r\n", folder.Call("TEST.HELLO"));
        Assert.True(folder.Info("test.greeting").CanReload);
        Assert.True(folder.Loader!.Running[0].Parts.Commands[0].Handler is null
            || folder.Loader.Running[0].Parts.Contributions[0].GetType().Assembly.IsCollectible);
    }

    private sealed class Receiver(string? refused) : IContributionReceiver
    {
        public List<string> Calls { get; } = [];

        public string? Add(string pluginId, IReadOnlyList<object> contributions)
        {
            Calls.Add("+" + pluginId);
            return pluginId == refused ? "not this one" : null;
        }

        public void Remove(string pluginId) => Calls.Add("-" + pluginId);
    }
}
