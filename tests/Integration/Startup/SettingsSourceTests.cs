using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Startup;

/// <summary>YAML, redis.conf, environment and command line: all are understood, and the later one wins.</summary>
public sealed class SettingsSourceTests
{
    [SkippableFact]
    public void A_redis_conf_starts_the_server_and_the_command_line_overrides_it()
    {
        using var file = new SettingsFile("redis.conf", """
            # as the distribution writes it
            bind 127.0.0.1
            port 1
            maxmemory 64mb
            maxmemory 100mb
            maxmemory-policy allkeys-lru
            timeout 300
            save ""
            appendonly no
            """);
        using ServerProcess server = Launch(port => [file.Path, "--port", $"{port}"]);
        Assert.Equal("104857600", Setting(server, "maxmemory"));
        Assert.Equal("allkeys-lru", Setting(server, "maxmemory-policy"));
        Assert.Equal("300", Setting(server, "timeout"));
        Assert.Contains("Ready to accept connections", server.Output);
    }

    [SkippableFact]
    public void A_directive_that_nobody_knows_is_named_in_a_warning()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var file = new SettingsFile("redis.conf", "port 1\nno-such-directive 5\n");
        using ServerProcess server = Launch(port => [file.Path, "--port", $"{port}"]);
        Assert.Contains("no-such-directive", server.Output + server.Errors);
    }

    [SkippableFact]
    public void YAML_then_environment_then_command_line()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var file = new SettingsFile("config.yaml", """
            server:
              port: 1
              idle_timeout: 100
            memory:
              max_memory: "32mb"
              eviction_policy: allkeys-lfu
            """);
        int port = Ports.Free();
        using ServerProcess server = ServerProcess.LaunchOurs(["-config", file.Path, "-port", $"{port}"], port,
            environment: new Dictionary<string, string> { ["CACHESTORM_MEMORY_MAX_MEMORY"] = "64mb", ["CACHESTORM_SERVER_PORT"] = "2" });
        Assert.True(server.AwaitReady(), server.Said);
        Assert.Equal("100", Setting(server, "timeout"));
        Assert.Equal("67108864", Setting(server, "maxmemory"));
        Assert.Equal("allkeys-lfu", Setting(server, "maxmemory-policy"));
        Assert.Equal($"{port}", Setting(server, "port"));
    }

    [SkippableTheory]
    [InlineData("-port")]
    [InlineData("--port")]
    [InlineData("--server.port")]
    public void One_dash_two_dashes_or_the_path(string name)
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using ServerProcess server = Launch(port => [name, $"{port}"]);
        Assert.Contains("Ready to accept connections", server.Output);
    }

    [SkippableFact]
    public void Config_rewrite_keeps_what_was_set_and_the_comments()
    {
        using var file = new SettingsFile("redis.conf", "# a comment\nport 1\nmaxmemory-samples 5\n");
        using ServerProcess server = Launch(port => [file.Path, "--port", $"{port}"]);
        using RespConnection connection = server.Connect();
        Assert.Equal("OK", connection.Ask("CONFIG", "SET", "maxmemory-samples", "9").Text);
        Assert.Equal("OK", connection.Ask("CONFIG", "REWRITE").Text);
        Assert.Contains("# a comment", file.Text);
        Assert.Contains("maxmemory-samples 9", file.Text);
    }

    [SkippableTheory]
    [InlineData("--help")]
    [InlineData("--version")]
    public void Help_and_version_answer_and_end(string argument)
    {
        using ServerProcess server = ServerProcess.LaunchOurs([argument]);
        server.AwaitExit();
        Assert.True(server.ExitCode == 0 || TestEnvironment.TargetIsRedis, server.Said);
        Assert.NotEmpty(server.Output + server.Errors);
    }

    [SkippableFact]
    public void Logging_as_JSON_is_JSON_line_by_line()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using ServerProcess server = Launch(port => ["-port", $"{port}", "--logging.format", "json"]);
        Assert.Contains("Ready to accept connections", server.Output);
        foreach (string line in server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            System.Text.Json.JsonDocument.Parse(line).Dispose();
    }

    private static ServerProcess Launch(Func<int, IEnumerable<string>> arguments)
    {
        int port = Ports.Free();
        ServerProcess server = ServerProcess.LaunchOurs(arguments(port), port);
        Assert.True(server.AwaitReady(), server.Said);
        Eventually.True(() => server.Output.Contains("Ready to accept", StringComparison.Ordinal), $"the server says that it is ready\n{server.Said}");
        return server;
    }

    private static string? Setting(ServerProcess server, string name)
    {
        using RespConnection connection = server.Connect();
        return connection.Ask("CONFIG", "GET", name)[name]?.Text;
    }
}
