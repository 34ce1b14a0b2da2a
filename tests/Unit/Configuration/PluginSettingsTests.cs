using System.Collections;
using CacheStorm.Host.Configuration;
using static CacheStorm.UnitTests.Configuration.ConfigFixture;

namespace CacheStorm.UnitTests.Configuration;

public sealed class PluginSettingsTests(ConfigFixture config) : IClassFixture<ConfigFixture>
{
    private const string Yaml = "plugins:\n  acme.ratelimit:\n    window: 10\n    mode: strict\n";

    [Fact]
    public void A_plugin_declares_settings_as_properties()
    {
        LoadResult result = config.LoadYaml(Yaml);
        var settings = new RateLimitSettings();
        Assert.Empty(result.Plugins!.Add("acme.ratelimit", settings));
        Assert.Equal(10, settings.Window);
        Assert.Equal(LimitMode.Strict, settings.Mode);
        Assert.Equal(100, settings.Limit);

        ConfigRegistry registry = result.Registry!;
        Assert.Equal("10", Value(registry, "window"));
        Assert.Equal("10", Value(registry, "acme.ratelimit.window"));
        Assert.Equal(["acme.ratelimit.mode", "acme.ratelimit.window"], registry.Get(["acme.*w*", "acme.ratelimit.mode"]).Select(p => p.Key).Order());
        Assert.Equal(["window"], registry.Get(["*window"]).Select(p => p.Key));

        Assert.Null(Set(registry, "acme.ratelimit.window", "20"));
        Assert.Equal(20, settings.Window);
        Assert.Equal("ERR CONFIG SET failed (possibly related to argument 'window') - argument must be between 1 and 3600 inclusive", Set(registry, "window", "0"));
        Assert.Contains("immutable", Set(registry, "mode", "loose"));
    }

    [Fact]
    public void Settings_that_do_not_fit_together_are_refused()
    {
        LoadResult result = config.LoadYaml(Yaml);
        var settings = new RateLimitSettings();
        Assert.Empty(result.Plugins!.Add("acme.ratelimit", settings));
        Assert.Equal(
            "ERR CONFIG SET failed (possibly related to argument 'limit') - limit must be at least one hit a second",
            Set(result.Registry!, "limit", "5"));
        Assert.Equal(100, settings.Limit);

        LoadResult wrong = config.LoadYaml("plugins:\n  acme.ratelimit:\n    limit: 5\n");
        Assert.Equal("plugin acme.ratelimit: limit must be at least one hit a second", Assert.Single(wrong.Plugins!.Add("acme.ratelimit", new RateLimitSettings())).ToString());
        Assert.False(wrong.Registry!.TryGet("window", out _));
    }

    [Fact]
    public void An_unknown_or_wrong_key_in_its_section_is_an_error()
    {
        LoadResult result = config.LoadYaml("plugins:\n  acme.ratelimit:\n    windwo: 10\n    limit: x\n");
        string[] problems = [.. result.Plugins!.Add("acme.ratelimit", new RateLimitSettings()).Select(p => p.ToString())];
        Assert.Equal(2, problems.Length);
        Assert.EndsWith("config.yaml:4: plugins.acme.ratelimit.limit: found \"x\", allowed: 1 or more", problems[0]);
        Assert.EndsWith("config.yaml:3: plugins.acme.ratelimit.windwo: unknown setting, did you mean plugins.acme.ratelimit.window?", problems[1]);
    }

    [Fact]
    public void A_plugin_without_settings_has_none_to_set()
        => Assert.Equal(2, config.LoadYaml(Yaml).Plugins!.Add("acme.ratelimit", null).Count);

    [Fact]
    public void Environment_and_command_line_reach_a_plugin()
    {
        var environment = new Hashtable { ["CACHESTORM_PLUGINS_ACME_RATELIMIT_WINDOW"] = "30", ["CACHESTORM_PLUGINS_ACME_RATELIMIT_LIMIT"] = "200" };
        LoadResult result = config.LoadWith(environment, "--acme.ratelimit.window", "40", "--plugins.acme.ratelimit.mode", "strict");
        Assert.Empty(result.Errors);
        var settings = new RateLimitSettings();
        Assert.Empty(result.Plugins!.Add("acme.ratelimit", settings));
        Assert.Equal((40, 200, LimitMode.Strict), (settings.Window, settings.Limit, settings.Mode));
    }

    [Fact]
    public void A_section_of_a_plugin_that_is_not_loaded_is_a_warning()
    {
        IReadOnlyList<string> warnings = config.LoadYaml(Yaml).Plugins!.Complete().Warnings;
        Assert.Contains("config.yaml:3: plugins.acme.ratelimit.window: no loaded plugin has this setting", warnings[0]);
    }

    [Fact]
    public void A_plugin_takes_over_a_setting_that_waits_for_it()
    {
        LoadResult result = config.LoadConf("appendonly yes\nmaxmemory-samples 9\n", "--plugins.log.append_only", "yes");
        var settings = new LogSettings();
        Assert.Empty(result.Plugins!.Add("log", settings));
        Assert.True(settings.AppendOnly);
        Assert.Equal(9, settings.Samples);
        Assert.DoesNotContain(result.Plugins.Complete().Warnings, w => w.Contains("appendonly"));

        ConfigRegistry registry = result.Registry!;
        Assert.Null(Set(registry, "maxmemory-samples", "12", "log.appendonly", "no"));
        Assert.Equal((12, 12), (settings.Samples, result.Settings!.Memory.EvictionSamples));
        Assert.Contains("between 1 and 64", Set(registry, "maxmemory-samples", "65"));
        Assert.Single(registry.Get(["appendonly"]));
        Assert.DoesNotContain(registry.Get(["*"]), pair => pair.Key.Contains('.'));

        result.Plugins.Remove("log");
        Assert.Equal("12", Value(registry, "maxmemory-samples"));
        Assert.Null(Set(registry, "maxmemory-samples", "65"));
        Assert.Equal(12, settings.Samples);
    }

    [Fact]
    public void Two_plugins_cannot_declare_one_name()
    {
        LoadResult result = config.Load();
        Assert.Empty(result.Plugins!.Add("log", new LogSettings()));
        Assert.Equal("plugin other: the setting appendonly is declared by plugin log already", result.Plugins.Add("other", new LogSettings())[0].ToString());
        Assert.Equal("no", Value(result.Registry!, "log.appendonly"));
    }

    [Fact]
    public void Plugins_add_words_to_an_open_choice()
    {
        LoadResult result = config.Load("--maxmemory-policy", "w-tinylfu");
        Assert.Empty(result.Errors);
        Assert.True(result.Registry!.TryGet("maxmemory-policy", out ConfigParameter? policy));
        ((ChoiceFormat)policy.Format).Add("w-tinylfu");
        Assert.Empty(result.Plugins!.Complete().Errors);
        Assert.Equal("w-tinylfu", result.Settings!.Memory.EvictionPolicy);

        LoadResult unknown = config.Load("--maxmemory-policy", "w-tinylfo");
        Assert.StartsWith("command line: maxmemory-policy: found \"w-tinylfo\"", Assert.Single(unknown.Plugins!.Complete().Errors).ToString());
    }

    [Fact]
    public void Rewriting_puts_a_plugins_setting_into_its_section()
    {
        string path = config.Write("plugin.yaml", Yaml + "  other:\n    x: 1\n");
        LoadResult result = config.Load(path);
        Assert.Empty(result.Plugins!.Add("acme.ratelimit", new RateLimitSettings()));
        Assert.Null(Set(result.Registry!, "limit", "500"));
        Assert.Null(result.Registry!.Rewrite());
        Assert.Equal(Yaml + "    limit: 500\n  other:\n    x: 1\n", File.ReadAllText(path));
    }

    [Fact]
    public void The_settings_class_is_found_in_an_assembly()
        => Assert.Equal(typeof(RateLimitSettings), PluginSettings.SettingsTypeIn(typeof(RateLimitSettings).Assembly));

    public enum LimitMode
    {
        Loose,
        Strict,
    }

    [PluginSettings]
    public sealed class RateLimitSettings : IAppliesSettings
    {
        [ConfigSetting("window", Min = 1, Max = 3600, Unit = "seconds", Mutable = true, Summary = "Length of the window.")]
        public int Window { get; private set; } = 60;

        [ConfigSetting("limit", Min = 1, Mutable = true, Summary = "Hits in one window.")]
        public long Limit { get; private set; } = 100;

        [ConfigSetting("mode", Summary = "How strictly.")]
        public LimitMode Mode { get; private set; }

        public string? Apply() => Limit < Window ? "limit must be at least one hit a second" : null;
    }

    public sealed class LogSettings
    {
        [ConfigSetting("appendonly", Yaml = "append_only", Mutable = true)]
        public bool AppendOnly { get; private set; }

        [ConfigSetting("maxmemory-samples", Yaml = "samples", Min = 1, Max = 64, Mutable = true)]
        public int Samples { get; private set; } = 5;
    }
}
