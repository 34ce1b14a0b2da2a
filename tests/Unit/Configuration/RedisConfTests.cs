using CacheStorm.Host.Configuration;

namespace CacheStorm.UnitTests.Configuration;

public sealed class RedisConfTests(ConfigFixture config) : IClassFixture<ConfigFixture>
{
    [Theory]
    [InlineData("requirepass \"a b\\x41\\n\\\"\"", "requirepass", "a bA\n\"")]
    [InlineData("requirepass 'a\\'b\\n'", "requirepass", "a'b\\n")]
    [InlineData("PORT 7000", "port", "7000")]
    [InlineData("port 1\nport 2", "port", "2")]
    [InlineData("  \t port   3 \r", "port", "3")]
    [InlineData("save 3600 1\nsave 300 100", "save", "3600 1 300 100")]
    [InlineData("save 3600 1 300 100", "save", "3600 1 300 100")]
    [InlineData("save 3600 1\nsave \"\"", "save", "")]
    [InlineData("save \"\"\nsave 60 5", "save", "60 5")]
    [InlineData("bind 127.0.0.1 -::1", "bind", "127.0.0.1 -::1")]
    [InlineData("bind \"127.0.0.1 -::1\"", "bind", "127.0.0.1 -::1")]
    [InlineData("client-output-buffer-limit replica 1mb 2mb 3\nclient-output-buffer-limit pubsub 4 5 6", "client-output-buffer-limit",
        "normal 0 0 0 slave 1048576 2097152 3 pubsub 4 5 6")]
    [InlineData("slave-read-only no", "replica-read-only", "no")]
    [InlineData("lua-time-limit 7", "busy-reply-threshold", "7")]
    [InlineData("maxmemory 1g", "maxmemory", "1000000000")]
    [InlineData("replicaof 10.0.0.1 6379", "slaveof", "10.0.0.1 6379")]
    public void Lines_are_read_as_Redis_reads_them(string conf, string name, string value)
    {
        LoadResult result = config.LoadConf(conf);
        Assert.Empty(result.Errors);
        Assert.Equal(value, ConfigFixture.Value(result.Registry!, name));
    }

    [Theory]
    [InlineData("port 99999", "redis.conf:1: port: found \"99999\", allowed: 0–65535")]
    [InlineData("port 1 2", "redis.conf:1: port: found \"1 2\", allowed: 0–65535")]
    [InlineData("port", "redis.conf:1: port: found \"\", allowed: 0–65535")]
    [InlineData("\nrequirepass \"abc", "redis.conf:2: a quote is not closed, or something follows it without a space")]
    [InlineData("requirepass \"abc\"def", "redis.conf:1: a quote is not closed, or something follows it without a space")]
    [InlineData("protected-mode true", "redis.conf:1: protected-mode: found \"true\", allowed: yes, no")]
    [InlineData("client-output-buffer-limit master 0 0 0", "Invalid client class specified in buffer limit configuration.")]
    [InlineData("save 60", "redis.conf:1: save: found \"60\", allowed: pairs of seconds")]
    [InlineData("rename-command CONFIG \"\"", "redis.conf:1: rename-command CONFIG: commands can't be renamed or hidden; remove the line")]
    [InlineData("include /no/such.conf", "redis.conf:1: include /no/such.conf: the file does not exist")]
    public void A_wrong_line_is_named(string conf, string message)
        => Assert.Contains(message, Assert.Single(config.Errors(config.LoadConf(conf))));

    [Fact]
    public void Includes_are_read_where_they_stand()
    {
        config.Write("inner-1.conf", "port 1\ntimeout 10\n");
        config.Write("inner-2.conf", "hz 20\n");
        LoadResult result = config.LoadConf($"timeout 5\ninclude {config.PathOf("inner-*.conf")}\nport 2\n");
        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Settings!.Server.Port);
        Assert.Equal(10, result.Settings.Server.IdleTimeout);
        Assert.Equal(20, result.Settings.Server.Hertz);
    }

    [Fact]
    public void A_file_that_includes_itself_is_an_error()
        => Assert.Contains("include one another", config.LoadConf($"include {config.PathOf("redis.conf")}").Errors[0].ToString());

    [Fact]
    public void Unknown_directives_are_named_in_one_warning()
    {
        LoadResult result = config.LoadConf("foo 1\nport 7000\nbar 2\n");
        Assert.Empty(result.Errors);
        string warning = Assert.Single(result.Plugins!.Complete().Warnings);
        Assert.EndsWith("redis.conf: unknown directives, ignored: foo (line 1), bar (line 3)", warning);
    }

    [Fact]
    public void Directives_of_missing_plugins_are_kept_and_named()
    {
        LoadResult result = config.LoadConf("appendonly yes\nsave 60 1\ndir .\nappendfsync everysec\ncluster-enabled yes\n");
        Assert.Equal("yes", ConfigFixture.Value(result.Registry!, "appendonly"));
        Assert.Equal(
            ["appendonly, save: no effect without the persistence plugin", "cluster-enabled: no effect without the cluster plugin"],
            result.Plugins!.Complete().Warnings.Order());
    }

    [Fact]
    public void Users_and_modules_are_named_in_warnings()
    {
        LoadResult result = config.LoadConf("user default on nopass ~* +@all\nloadmodule /x.so\n");
        Assert.Contains("without the auth plugin", result.Warnings[0]);
        Assert.Contains("/x.so", result.Warnings[1]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("\"quotes\" 'and' \\ tabs\t\n\a\b\x01")]
    [InlineData("#hash")]
    public void A_quoted_word_reads_back(string word)
    {
        Assert.True(RedisConfLine.TrySplit("x " + RedisConfLine.Quote(word), out List<string> words));
        Assert.Equal(["x", word], words);
    }
}
