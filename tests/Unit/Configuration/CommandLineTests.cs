using System.Collections;
using CacheStorm.Host.Configuration;

namespace CacheStorm.UnitTests.Configuration;

public sealed class CommandLineTests(ConfigFixture config) : IClassFixture<ConfigFixture>
{
    [Theory]
    [InlineData("--port 7000", "port", "7000")]
    [InlineData("-port 7000", "port", "7000")]
    [InlineData("--port=7000", "port", "7000")]
    [InlineData("--server.port 7000", "port", "7000")]
    [InlineData("-server.port=7000", "port", "7000")]
    [InlineData("--PORT 7000", "port", "7000")]
    [InlineData("--port 1 --port 7000", "port", "7000")]
    [InlineData("--bind 127.0.0.1 -::1 --port 7000", "bind", "127.0.0.1 -::1")]
    [InlineData("--save 60 1000", "save", "60 1000")]
    [InlineData("--save --port 1", "save", "")]
    [InlineData("--slowlog-log-slower-than -1", "slowlog-log-slower-than", "-1")]
    [InlineData("--maxmemory 100mb -maxmemory-policy allkeys-lru", "maxmemory-policy", "allkeys-lru")]
    [InlineData("--memory.max_memory 100mb", "maxmemory", "104857600")]
    [InlineData("--replicaof 127.0.0.1 6379", "replicaof", "127.0.0.1 6379")]
    public void Options_are_read_as_redis_server_takes_them(string args, string name, string value)
    {
        LoadResult result = config.Load(args.Split(' '));
        Assert.Empty(result.Errors);
        Assert.Equal(value, ConfigFixture.Value(result.Registry!, name));
    }

    [Fact]
    public void An_empty_argument_is_a_value()
        => Assert.Equal("", ConfigFixture.Value(config.Load("--save", "", "--port", "1").Registry!, "save"));

    [Theory]
    [InlineData("--prot 1", "command line: --prot: unknown setting, did you mean --port?")]
    [InlineData("--server.prot 1", "command line: --server.prot: unknown setting, did you mean --server.port?")]
    [InlineData("--port", "command line: --port: found no value")]
    [InlineData("--port x", "command line: port: found \"x\", allowed: 0–65535")]
    [InlineData("-zzzzzzzzz 1", "command line: --zzzzzzzzz: unknown setting")]
    [InlineData("--config a b", "command line: --config: found \"a b\", allowed: one configuration file")]
    public void What_is_wrong_is_named(string args, string message)
        => Assert.Contains(message, config.Errors(config.Load(args.Split(' '))));

    [Fact]
    public void Two_files_are_one_too_many()
        => Assert.Contains("allowed: one configuration file", config.Errors(config.Load("a.conf", "--config", "b.conf"))[0]);

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("-help")]
    public void Help_lists_the_settings(string arg) => Assert.Contains("--maxmemory", config.Load(arg).HelpText);

    [Theory]
    [InlineData("-v")]
    [InlineData("--version")]
    public void Version_is_told(string arg) => Assert.StartsWith("CacheStorm server v=", config.Load(arg).VersionText);

    [Fact]
    public void Later_sources_override_earlier_ones()
    {
        string file = config.Write("precedence.yaml", "server:\n  port: 1\n  idle_timeout: 1\n  hz: 11\n");
        var environment = new Hashtable { ["CACHESTORM_SERVER_PORT"] = "2", ["CACHESTORM_SERVER_IDLE_TIMEOUT"] = "2", ["PATH"] = "/bin" };
        HostSettings settings = config.LoadWith(environment, "-config", file, "--port", "3").Settings!;
        Assert.Equal(3, settings.Server.Port);
        Assert.Equal(2, settings.Server.IdleTimeout);
        Assert.Equal(11, settings.Server.Hertz);
        Assert.Equal(16, settings.Server.Databases);
    }

    [Fact]
    public void The_environment_may_name_the_file()
    {
        string file = config.Write("named.yaml", "server:\n  port: 17\n");
        Assert.Equal(17, config.LoadWith(new Hashtable { ["CACHESTORM_CONFIG"] = file }).Settings!.Server.Port);
    }

    [Fact]
    public void A_wrong_variable_is_an_error_and_an_unknown_one_a_warning()
    {
        LoadResult wrong = config.LoadWith(new Hashtable { ["CACHESTORM_SERVER_PORT"] = "x" });
        Assert.Equal("environment: CACHESTORM_SERVER_PORT: found \"x\", allowed: 0–65535", Assert.Single(wrong.Errors).ToString());
        LoadResult unknown = config.LoadWith(new Hashtable { ["CACHESTORM_SERVER_PROT"] = "1" });
        Assert.Equal("environment: CACHESTORM_SERVER_PROT: unknown setting, did you mean CACHESTORM_SERVER_PORT?", Assert.Single(unknown.Warnings));
    }

    [Fact]
    public void Standard_input_is_read_for_a_dash()
    {
        LoadResult result = SettingsLoader.Load(["-", "--hz", "20"], new Hashtable(), new StringReader("port 7005\n"));
        Assert.Equal(7005, result.Settings!.Server.Port);
        Assert.Null(result.Registry!.File);
    }
}
