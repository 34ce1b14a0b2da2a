using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Startup;

/// <summary>A setting that is wrong stops the start: exit code 1, and a line that says where, what was found and what is allowed.</summary>
public sealed class WrongSettingsTests
{
    /// <summary>The settings as YAML, and the line on which the mistake stands.</summary>
    public static TheoryData<string, int, string> WrongYaml() => new()
    {
        { "server:\n  port: 70000\n", 2, "70000" },
        { "server:\n  port: -1\n", 2, "-1" },
        { "server:\n  port: abc\n", 2, "abc" },
        { "server:\n  bind: 127.0.0.1\n  max_connections: 0\n", 3, "0" },
        { "server:\n  bind: 127.0.0.1\n  max_connections: many\n", 3, "many" },
        { "server:\n  databases: 0\n", 2, "0" },
        { "server:\n  bind: not an address!\n", 2, "not" },
        { "memory:\n  # the limit\n  max_memory: lots\n", 3, "lots" },
        { "memory:\n  max_memory: 2xb\n", 2, "2xb" },
        { "memory:\n  max_memory: -5mb\n", 2, "-5mb" },
        { "memory:\n  max_memory: 1gb\n  eviction_policy: nosuch-policy\n", 3, "nosuch-policy" },
        { "logging:\n  level: loud\n", 2, "loud" },
        { "logging:\n  level: info\n  format: xml\n", 3, "xml" },
        { "server:\n  prot: 6380\n", 2, "prot" },
        { "sever:\n  port: 6380\n", 2, "sever" },
        { "server:\n  port: 6380\n  port: 6381\n", 3, "port" },
        { "server: 6380\n", 1, "server" },
        { "server:\n  port: [1, 2]\n", 2, "port" },
        { "server:\n  port: {a: 1}\n", 2, "port" },
        { "server:\n  port:\n    - 6380\n", 2, "port" },
    };

    [SkippableTheory]
    [MemberData(nameof(WrongYaml))]
    public void In_a_YAML_file(string text, int line, string found)
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var file = new SettingsFile("config.yaml", text);
        using ServerProcess server = ServerProcess.LaunchOurs(["-config", file.Path]);
        AssertRefused(server, found, $"config.yaml:{line}");
    }

    [SkippableTheory]
    [InlineData("server:\n\tport: 6380\n")]
    [InlineData("server: {port: 6380\n")]
    [InlineData("server:\n  port: \"6380\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("\0\0\0\0")]
    public void In_a_file_that_is_no_YAML_mapping(string text)
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var file = new SettingsFile("config.yaml", text);
        using ServerProcess server = ServerProcess.LaunchOurs(["-config", file.Path]);
        AssertRefused(server, "config.yaml");
    }

    [SkippableTheory]
    [InlineData("port abc\n", 1, "abc")]
    [InlineData("# first\n\nport 70000\n", 3, "70000")]
    [InlineData("port 6390\nmaxmemory lots\n", 2, "lots")]
    [InlineData("maxmemory-policy nosuch\n", 1, "nosuch")]
    [InlineData("appendonly maybe\n", 1, "maybe")]
    [InlineData("save \"open quote\n", 1, "quote")]
    public void In_a_redis_conf(string text, int line, string found)
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var file = new SettingsFile("redis.conf", text);
        using ServerProcess server = ServerProcess.LaunchOurs([file.Path]);
        AssertRefused(server, found, $"redis.conf:{line}");
    }

    [SkippableTheory]
    [InlineData("abc", "--port", "abc")]
    [InlineData("70000", "-port", "70000")]
    [InlineData("lots", "--memory.max_memory", "lots")]
    [InlineData("nosuch", "--maxmemory-policy", "nosuch")]
    [InlineData("no-such-setting", "--no-such-setting", "1")]
    [InlineData("loud", "-logging.level", "loud")]
    public void On_the_command_line(string found, params string[] arguments)
    {
        using ServerProcess server = ServerProcess.LaunchOurs(arguments);
        if (TestEnvironment.TargetIsRedis)
            return;
        AssertRefused(server, found);
    }

    [SkippableFact]
    public void In_the_environment()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using ServerProcess server = ServerProcess.LaunchOurs([],
            environment: new Dictionary<string, string> { ["CACHESTORM_SERVER_PORT"] = "abc" });
        AssertRefused(server, "abc", "CACHESTORM_SERVER_PORT");
    }

    [SkippableFact]
    public void A_missing_file_is_named()
    {
        using ServerProcess server = ServerProcess.LaunchOurs(["/nonexistent/config.yaml"]);
        AssertRefused(server, "/nonexistent/config.yaml");
    }

    [SkippableFact]
    public void Every_mistake_is_listed_at_once()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var file = new SettingsFile("config.yaml", "server:\n  port: abc\nmemory:\n  max_memory: lots\n");
        using ServerProcess server = ServerProcess.LaunchOurs(["-config", file.Path]);
        AssertRefused(server, "config.yaml:2", "config.yaml:4");
    }

    [SkippableFact]
    public void A_port_that_is_taken_is_named()
    {
        using ServerProcess first = ServerProcess.StartOurs();
        using ServerProcess second = ServerProcess.LaunchOurs(["--port", $"{first.Port}"]);
        AssertRefused(second, $"{first.Port}");
    }

    private static void AssertRefused(ServerProcess server, params string[] mentioned)
    {
        server.AwaitExit();
        Assert.Equal(1, server.ExitCode);
        foreach (string text in mentioned)
            Assert.True((server.Errors + server.Output).Contains(text, StringComparison.Ordinal), $"'{text}' isn't mentioned\n{server.Said}");
    }
}
