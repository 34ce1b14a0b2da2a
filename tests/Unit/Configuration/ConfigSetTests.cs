using CacheStorm.Host.Configuration;
using static CacheStorm.UnitTests.Configuration.ConfigFixture;

namespace CacheStorm.UnitTests.Configuration;

/// <summary>The texts are those that redis-server 7.0.15 answered to the same commands.</summary>
public sealed class ConfigSetTests
{
    private const string Policies =
        "volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction";

    private readonly ConfigRegistry _registry = Registry();

    [Theory]
    [InlineData("maxmemory", "1kb", "1024")]
    [InlineData("maxmemory", "1k", "1000")]
    [InlineData("maxmemory", "1KB", "1024")]
    [InlineData("maxmemory", "1b", "1")]
    [InlineData("maxmemory", "", "0")]
    [InlineData("maxmemory", "00010", "10")]
    [InlineData("maxmemory-clients", "5%", "5%")]
    [InlineData("maxmemory-clients", "0%", "0")]
    [InlineData("save", "60 1000 30 1", "60 1000 30 1")]
    [InlineData("save", "", "")]
    [InlineData("client-output-buffer-limit", "replica 1mb 2mb 60", "normal 0 0 0 slave 1048576 2097152 60 pubsub 33554432 8388608 60")]
    [InlineData("client-output-buffer-limit", "normal 0 0 0 normal 1 1 1", "normal 1 1 1 slave 268435456 67108864 60 pubsub 33554432 8388608 60")]
    [InlineData("latency-tracking-info-percentiles", "50 99.9", "50 99.9")]
    [InlineData("latency-tracking-info-percentiles", "", "")]
    [InlineData("shutdown-on-sigterm", "force NOW", "now force")]
    [InlineData("shutdown-on-sigterm", "default save", "save")]
    [InlineData("maxmemory-policy", "ALLKEYS-LRU", "allkeys-lru")]
    [InlineData("activerehashing", "YES", "yes")]
    [InlineData("hz", "1000", "500")]
    [InlineData("hz", "0", "1")]
    [InlineData("bind", "", "")]
    [InlineData("MaxMemory-Samples", "7", "7")]
    [InlineData("slave-read-only", "no", "no")]
    [InlineData("oom-score-adj-values", "3 2 1", "3 2 1")]
    public void A_value_is_taken_as_Redis_takes_it(string name, string text, string value)
    {
        Assert.Null(Set(_registry, name, text));
        Assert.Equal(value, Value(_registry, name));
    }

    [Theory]
    [InlineData("maxmemory", "1.5gb", "argument must be a memory value")]
    [InlineData("maxmemory", "-1", "argument must be a memory value")]
    [InlineData("maxmemory", "1%", "argument must be a memory value")]
    [InlineData("maxmemory", "  1", "argument must be a memory value")]
    [InlineData("maxmemory-clients", "101%", "percentage argument must be less or equal to 100")]
    [InlineData("maxmemory-clients", "-5%", "argument must be a memory or percent value")]
    [InlineData("proto-max-bulk-len", "1", "argument must be between 1048576 and 9223372036854775807 inclusive")]
    [InlineData("timeout", "10kb", "argument couldn't be parsed into an integer")]
    [InlineData("timeout", " 10", "argument couldn't be parsed into an integer")]
    [InlineData("timeout", "010", "argument couldn't be parsed into an integer")]
    [InlineData("timeout", "-0", "argument couldn't be parsed into an integer")]
    [InlineData("timeout", "", "argument couldn't be parsed into an integer")]
    [InlineData("timeout", "-1", "argument must be between 0 and 2147483647 inclusive")]
    [InlineData("port", "99999", "argument must be between 0 and 65535 inclusive")]
    [InlineData("maxclients", "0", "argument must be between 1 and 4294967295 inclusive")]
    [InlineData("slowlog-log-slower-than", "-2", "argument must be between -1 and 9223372036854775807 inclusive")]
    [InlineData("save", "60", "Invalid save parameters")]
    [InlineData("save", "60 -1", "Invalid save parameters")]
    [InlineData("save", "0 5", "Invalid save parameters")]
    [InlineData("client-output-buffer-limit", "normal 0 0", "Wrong number of arguments in buffer limit configuration.")]
    [InlineData("client-output-buffer-limit", "foo 0 0 0", "Invalid client class specified in buffer limit configuration.")]
    [InlineData("client-output-buffer-limit", "pubsub a b c", "Error in hard, soft or soft_seconds setting in buffer limit configuration.")]
    [InlineData("latency-tracking-info-percentiles", "101", "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]")]
    [InlineData("latency-tracking-info-percentiles", "a", "Invalid latency-tracking-info-percentiles parameters")]
    [InlineData("shutdown-on-sigterm", "save nosave", "shutdown options SAVE and NOSAVE can't be used simultaneously")]
    [InlineData("shutdown-on-sigterm", "", "argument(s) must be one of the following: default, save, nosave, now, force")]
    [InlineData("maxmemory-policy", "lru", "argument(s) must be one of the following: " + Policies)]
    [InlineData("activerehashing", "1", "argument must be 'yes' or 'no'")]
    [InlineData("proc-title-template", "{foo}", "template format is invalid or contains unknown variables")]
    [InlineData("oom-score-adj-values", "1 2", "wrong number of arguments")]
    [InlineData("oom-score-adj-values", "1 2 3000", "Invalid oom-score-adj-values, elements must be between -2000 and 2000.")]
    [InlineData("cluster-announce-hostname", "a_b", "Hostnames may only contain alphanumeric characters, hyphens or dots")]
    [InlineData("bind", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "Too many bind addresses specified.")]
    [InlineData("databases", "1", "can't set immutable config")]
    [InlineData("replicaof", "a 1", "can't set immutable config")]
    [InlineData("dir", "/tmp", "can't set protected config")]
    [InlineData("dbfilename", "x", "can't set protected config")]
    public void A_wrong_value_is_refused_in_Redis_words(string name, string text, string reason)
    {
        string? before = Value(_registry, name);
        Assert.Equal($"ERR CONFIG SET failed (possibly related to argument '{name}') - {reason}", Set(_registry, name, text));
        Assert.Equal(before, Value(_registry, name));
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("user")]
    [InlineData("rename-command")]
    [InlineData("include")]
    public void An_unknown_name_is_refused(string name)
        => Assert.Equal($"ERR Unknown option or number of arguments for CONFIG SET - '{name}'", Set(_registry, name, "x"));

    [Fact]
    public void A_name_may_be_given_once()
        => Assert.Equal("ERR CONFIG SET failed (possibly related to argument 'maxmemory') - duplicate parameter", Set(_registry, "maxmemory", "1", "maxmemory", "2"));

    [Fact]
    public void Two_names_of_one_setting_may_be_given()
    {
        Assert.Null(Set(_registry, "slave-read-only", "yes", "replica-read-only", "no"));
        Assert.Equal("no", Value(_registry, "slave-read-only"));
    }

    [Fact]
    public void All_are_changed_or_none()
    {
        Assert.Contains("'port'", Set(_registry, "hz", "20", "maxmemory", "5", "port", "zzz"));
        Assert.Equal("10", Value(_registry, "hz"));
        Assert.Equal("0", Value(_registry, "maxmemory"));
        Assert.Contains("nosuch", Set(_registry, "hz", "20", "nosuch", "1"));
        Assert.Equal("10", Value(_registry, "hz"));
    }

    [Fact]
    public void What_cannot_be_applied_is_put_back_and_applied_again()
    {
        var applied = new List<string?>();
        using IDisposable hz = _registry.OnApply("hz", () => Note(null));
        using IDisposable bind = _registry.OnApply("bind", () => Note("Failed to bind to specified addresses."));

        Assert.Equal(
            "ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified addresses.",
            Set(_registry, "hz", "15", "bind", "1.2.3.4"));
        Assert.Equal("10", Value(_registry, "hz"));
        Assert.Equal("* -::*", Value(_registry, "bind"));
        Assert.Equal(["15 1.2.3.4", "15 1.2.3.4", "10 * -::*", "10 * -::*"], applied);

        string? Note(string? answer)
        {
            applied.Add($"{Value(_registry, "hz")} {Value(_registry, "bind")}");
            return answer;
        }
    }

    [Fact]
    public void One_delegate_for_several_settings_is_called_once_and_only_for_changes()
    {
        int calls = 0;
        Func<string?> relisten = () => { calls++; return null; };
        using IDisposable port = _registry.OnApply("port", relisten);
        IDisposable bind = _registry.OnApply("bind", relisten);
        Assert.Null(Set(_registry, "port", "7000", "bind", "127.0.0.1"));
        Assert.Equal(1, calls);
        Assert.Null(Set(_registry, "port", "7000"));
        Assert.Equal(1, calls);
        bind.Dispose();
        Assert.Null(Set(_registry, "bind", "*"));
        Assert.Equal(1, calls);
    }

    [Fact]
    public void An_exception_while_applying_is_a_refusal()
    {
        using IDisposable hz = _registry.OnApply("hz", () => throw new InvalidOperationException("broken"));
        Assert.Equal("ERR CONFIG SET failed (possibly related to argument 'hz') - broken", Set(_registry, "hz", "20"));
        Assert.Equal("10", Value(_registry, "hz"));
    }

    [Fact]
    public void Protected_settings_open_with_enable_protected_configs()
    {
        Assert.Null(Set(Registry("--enable-protected-configs", "yes"), "dbfilename", "x"));
        ConfigRegistry local = Registry("--enable-protected-configs", "local");
        Assert.Null(local.Set([new("dbfilename", "y")], localClient: true));
        Assert.Contains("protected", local.Set([new("dbfilename", "y")], localClient: false));
        Assert.Contains("dbfilename can't be a path, just a filename", Set(local, "dbfilename", "a/b"));
    }

    [Fact]
    public void Changes_reach_the_settings_objects()
    {
        LoadResult result = SettingsLoader.Load([], new System.Collections.Hashtable(), TextReader.Null);
        Assert.Null(Set(result.Registry!, "maxclients", "17", "loglevel", "debug", "bind", "::1", "client-output-buffer-limit", "normal 7 8 9"));
        Assert.Equal(17, result.Settings!.Server.MaxConnections);
        Assert.Equal(ServerLogLevel.Debug, result.Settings.Logging.Level);
        Assert.Equal(["::1"], result.Settings.Server.Bind);
        Assert.Equal(new OutputBufferLimit(7, 8, 9), result.Settings.Limits.OutputBuffers.Normal);
    }

    [Fact]
    public async Task Concurrent_changes_stay_whole()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
                Assert.Null(Set(_registry, "timeout", $"{t * 1000 + i}", "tcp-keepalive", $"{t * 1000 + i}"));
        })));
        Assert.Equal(Value(_registry, "timeout"), Value(_registry, "tcp-keepalive"));
    }
}
