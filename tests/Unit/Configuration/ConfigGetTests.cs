using CacheStorm.Host.Configuration;
using static CacheStorm.UnitTests.Configuration.ConfigFixture;

namespace CacheStorm.UnitTests.Configuration;

public sealed class ConfigGetTests
{
    private readonly ConfigRegistry _registry = Registry();

    [Theory]
    [InlineData("hz", "hz")]
    [InlineData("[hm]z h?", "hz")]
    [InlineData("nosuch", "")]
    [InlineData("nosuch*", "")]
    [InlineData("maxmemory*", "maxmemory maxmemory-clients maxmemory-eviction-tenacity maxmemory-policy maxmemory-samples")]
    [InlineData("MAXMEMORY maxmemor?", "MAXMEMORY")]
    [InlineData("MaxMem*-P*", "maxmemory-policy")]
    [InlineData("*-ziplist-size", "list-max-ziplist-size")]
    [InlineData("h[^a]", "hz")]
    [InlineData("h[a-z]", "hz")]
    public void Patterns_find_names(string patterns, string names)
        => Assert.Equal(names, string.Join(' ', _registry.Get(patterns.Split(' ')).Select(pair => pair.Key)));

    [Fact]
    public void Every_setting_of_Redis_7_0_15_has_its_default()
    {
        var ours = _registry.Get(["*"]).ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.DoesNotContain(RedisDefaults.All, pair => !ours.ContainsKey(pair.Name));

        string[] different = [.. RedisDefaults.All.Where(pair => ours[pair.Name] != pair.Value).Select(pair => pair.Name)];
        Assert.Equal(["dir", "io-threads", "port"], different);
    }

    [Fact]
    public void What_Redis_lacks_are_the_log_format_and_the_plugins()
        => Assert.Equal(["enable-plugin-load", "log-format", "plugins-manifest"], _registry.Get(["*"]).Select(pair => pair.Key).Except(RedisDefaults.All.Select(pair => pair.Name)));

    [Fact]
    public void The_directory_is_answered_in_full()
        => Assert.Equal(Environment.CurrentDirectory, Value(_registry, "dir"));
}
