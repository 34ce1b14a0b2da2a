using CacheStorm.Host.Configuration;

namespace CacheStorm.UnitTests.Configuration;

public sealed class YamlFileTests(ConfigFixture config) : IClassFixture<ConfigFixture>
{
    [Fact]
    public void Settings_of_every_kind_are_read()
    {
        LoadResult result = config.LoadYaml("""
            server:
              bind: ["127.0.0.1", "-::1"]
              port: 7000
              unix_socket_permissions: 700
              shutdown_on_sigterm: save now
            security:
              protected_mode: false
              enable_debug_command: local
            limits:
              output_buffers: "pubsub 1mb 512kb 10"
            memory:
              max_memory: "2gb"
              eviction_policy: allkeys-lfu
              max_memory_clients: 5%
            logging:
              level: info
              format: json
              file:
            monitoring:
              latency_percentiles: [50, 99.9]
            redis:
              save: [[3600, 1], [300, 100]]
            """);

        Assert.Empty(result.Errors);
        HostSettings settings = result.Settings!;
        Assert.Equal(["127.0.0.1", "-::1"], settings.Server.Bind);
        Assert.Equal(7000, settings.Server.Port);
        Assert.Equal(Convert.ToInt32("700", 8), settings.Server.UnixSocketPermissions);
        Assert.Equal(ShutdownOptions.Save | ShutdownOptions.Now, settings.Server.ShutdownOnSigterm);
        Assert.False(settings.Security.ProtectedMode);
        Assert.Equal(AccessScope.Local, settings.Security.EnableDebugCommand);
        Assert.Equal(new OutputBufferLimit(1 << 20, 512 << 10, 10), settings.Limits.OutputBuffers.PubSub);
        Assert.Equal(OutputBufferLimits.Default.Replica, settings.Limits.OutputBuffers.Replica);
        Assert.Equal(2L << 30, settings.Memory.MaxMemory);
        Assert.Equal("allkeys-lfu", settings.Memory.EvictionPolicy);
        Assert.Equal(-5, settings.Memory.MaxMemoryClients);
        Assert.Equal(ServerLogLevel.Notice, settings.Logging.Level);
        Assert.Equal(LogFormat.Json, settings.Logging.Format);
        Assert.Equal("", settings.Logging.File);
        Assert.Equal([50, 99.9], settings.Monitoring.LatencyPercentiles);
        Assert.Equal("3600 1 300 100", ConfigFixture.Value(result.Registry!, "save"));
    }

    [Theory]
    [InlineData("server:\n  port: 70000", "config.yaml:2: server.port: found \"70000\", allowed: 0–65535")]
    [InlineData("server:\n  port: abc", "config.yaml:2: server.port: found \"abc\", allowed: 0–65535")]
    [InlineData("server:\n  port: 63.80", "config.yaml:2: server.port: found \"63.80\", allowed: 0–65535")]
    [InlineData("server:\n  port:", "config.yaml:2: server.port: found \"\", allowed: 0–65535")]
    [InlineData("server:\n  port: [1, 2]", "config.yaml:2: server.port: found \"1 2\", allowed: 0–65535")]
    [InlineData("server:\n  port: 99999999999999999999", "config.yaml:2: server.port: found \"99999999999999999999\", allowed: 0–65535")]
    [InlineData("server:\n  databases: 0", "config.yaml:2: server.databases: found \"0\", allowed: 1–2147483647")]
    [InlineData("server:\n  unix_socket_permissions: 999", "config.yaml:2: server.unix_socket_permissions: found \"999\", allowed: 0–777")]
    [InlineData("security:\n  protected_mode: maybe", "config.yaml:2: security.protected_mode: found \"maybe\", allowed: yes, no")]
    [InlineData("logging:\n  format: xml", "config.yaml:2: logging.format: found \"xml\", allowed: console, json")]
    [InlineData("logging:\n  level: loud", "config.yaml:2: logging.level: found \"loud\", allowed: debug, verbose, notice, warning")]
    [InlineData("memory:\n  max_memory: \"\"", "config.yaml:2: memory.max_memory: found \"\", allowed: 0 or more (bytes, or with a unit: k, kb, m, mb, g, gb)")]
    [InlineData("memory:\n  max_memory: 2 gb", "config.yaml:2: memory.max_memory: found \"2 gb\", allowed: 0 or more (bytes, or with a unit: k, kb, m, mb, g, gb)")]
    [InlineData("limits:\n  max_bulk_length: 1kb", "config.yaml:2: limits.max_bulk_length: found \"1kb\", allowed: 1mb or more (bytes, or with a unit: k, kb, m, mb, g, gb)")]
    [InlineData("server:\n  directory: /no/such/folder", "config.yaml:2: server.directory: found \"/no/such/folder\", allowed: a folder that exists (No such file or directory)")]
    [InlineData("server: 5", "config.yaml:1: server: found \"5\", allowed: settings below it")]
    [InlineData("- server", "config.yaml:1: found a list, allowed: sections such as server:")]
    [InlineData("hello", "config.yaml:1: found \"hello\", allowed: sections such as server:")]
    [InlineData("server:\n  port: {a: 1}", "config.yaml:2: server.port.a: unknown setting, did you mean server.port?")]
    [InlineData("server:\n  prot: 1", "config.yaml:2: server.prot: unknown setting, did you mean server.port?")]
    [InlineData("sevrer:\n  port: 1", "config.yaml:2: sevrer.port: unknown setting, did you mean server.port?")]
    [InlineData("server:\n  utterly_different: 1", "config.yaml:2: server.utterly_different: unknown setting")]
    [InlineData("server:\n  port: 1\n  port: 2", "config.yaml:3: server.port: given twice in this file, first in line 2")]
    [InlineData("server:\n\tport: 1", "config.yaml:2: a tab; YAML allows only spaces before a key")]
    [InlineData("a: &x 1\nserver:\n  port: *x", "config.yaml:3: server.port: anchors and aliases are not supported")]
    public void A_wrong_value_is_named_with_line_and_what_is_allowed(string yaml, string message)
        => Assert.Contains(message, config.Errors(config.LoadYaml(yaml)));

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        LoadResult result = config.LoadYaml("server:\n  port: x\n  databases: y\nmemory:\n  max_memroy: 1\n");
        Assert.Equal(3, result.Errors.Count);
        Assert.Null(result.Settings);
    }

    [Fact]
    public void A_secret_is_not_shown()
    {
        LoadResult result = config.LoadYaml("security:\n  password: [secret, words]\n");
        Assert.Contains("(hidden)", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Broken_YAML_is_an_error_with_its_line()
        => Assert.StartsWith("config.yaml:2: not valid YAML: ", Assert.Single(config.Errors(config.LoadYaml("server:\n  port: \"7"))));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("server:\nplugins:\n")]
    public void Empty_files_and_sections_are_fine(string yaml) => Assert.Empty(config.LoadYaml(yaml).Errors);

    [Fact]
    public void A_missing_file_is_named()
        => Assert.Equal(["nowhere.yaml: the configuration file does not exist"], config.Errors(config.Load(config.PathOf("nowhere.yaml"))));

    [Fact]
    public void A_folder_is_no_file()
        => Assert.Contains("found a folder", Assert.Single(config.Load(Path.GetTempPath()).Errors).ToString());

    [Fact]
    public void An_unreadable_file_is_named()
    {
        if (OperatingSystem.IsWindows())
            return; // no such rights

        string path = config.Write("secret.yaml", "server:\n  port: 1\n");
        File.SetUnixFileMode(path, UnixFileMode.None);
        LoadResult result = config.Load(path);
        if (Environment.IsPrivilegedProcess)
            Assert.Empty(result.Errors); // root reads everything
        else
            Assert.Contains("can't be read", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void YAML_is_told_from_a_redis_conf_by_what_stands_in_it()
    {
        Assert.Equal(7001, config.Load(config.Write("a", "# c\nserver:\n  port: 7001\n")).Settings!.Server.Port);
        Assert.Equal(7002, config.Load(config.Write("b", "# c\nport 7002\n")).Settings!.Server.Port);
    }
}
