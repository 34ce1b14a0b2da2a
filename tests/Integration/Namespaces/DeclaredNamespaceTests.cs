using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Namespaces;

/// <summary>Namespaces that the settings name are there from the start; what is wrong with them stops it.</summary>
public sealed class DeclaredNamespaceTests
{
    [SkippableFact]
    public void They_are_there_from_the_start()
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        using var file = new SettingsFile("config.yaml", """
            plugins:
              namespaces:
                namespaces:
                  - name: sessions
                    ttl: 3600
                    policy: volatile-ttl
                  - {name: "tenant:7", maxmemory: 100mb}
                  - plain
                  - name: db3
                    ttl: 60
            """);
        using ServerProcess server = ServerProcess.StartOurs("-config", file.Path);
        using RespConnection client = server.Connect();
        Assert.Equal(["db3", "default", "plain", "sessions", "tenant:7"],
            client.Ask("NAMESPACES").Items.Select(one => one.Text!).Order(StringComparer.Ordinal));
        client.Ask("NAMESPACE", "sessions");
        client.Ask("SET", "k", "v");
        Assert.Equal(3600, client.Ask("TTL", "k").Integer);
        client.Ask("SELECT", "3");
        client.Ask("SET", "k", "v");
        Assert.Equal(60, client.Ask("TTL", "k").Integer);
        client.Ask("SELECT", "0");
        client.Ask("SET", "k", "v");
        Assert.Equal(-1, client.Ask("TTL", "k").Integer);
        Assert.Contains("104857600", client.Ask("NSINFO", "tenant:7").ToString(), StringComparison.Ordinal);
        Assert.Equal("{name=sessions ttl=3600 policy=volatile-ttl} {name=tenant:7 maxmemory=100mb} {name=plain} {name=db3 ttl=60}",
            client.Ask("CONFIG", "GET", "namespaces.namespaces").Items[^1].Text);
    }

    [SkippableTheory]
    [InlineData("- name: a b", "a b", 4)]
    [InlineData("- ttl: 3", "its name", 3)]
    [InlineData("- {name: a, ttl: soon}", "ttl=soon", 3)]
    [InlineData("- {name: a, ttl: 0}", "ttl=0", 3)]
    [InlineData("- {name: a, maxmemory: lots}", "maxmemory=lots", 3)]
    [InlineData("- {name: a, colour: red}", "colour=red", 3)]
    [InlineData("- {name: a}\n      - {name: a}", "given twice", 3)]
    [InlineData("- {name: a, ttl: [1]}", "one value", 4)]
    public void Mistakes_stop_the_start_and_are_found_by_their_line(string item, string mentioned, int line)
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        using var file = new SettingsFile("config.yaml", $"plugins:\n  namespaces:\n    namespaces:\n      {item}\n");
        AssertRefused(file, mentioned, $"config.yaml:{line}");
    }

    [SkippableTheory]
    [InlineData("{name: a, policy: keep-all}", "keep-all")]
    [InlineData("{name: db99}", "there are 16")]
    public void What_only_the_server_can_know_stops_the_start_too(string item, string mentioned)
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        using var file = new SettingsFile("config.yaml", $"plugins:\n  namespaces:\n    namespaces:\n      - {item}\n");
        AssertRefused(file, mentioned, "plugins.namespaces.namespaces");
    }

    [SkippableFact]
    public void Other_lists_still_refuse_mappings()
    {
        Skip.If(TestEnvironment.TargetIsRedis);
        using var file = new SettingsFile("config.yaml", "server:\n  bind:\n    - address: 127.0.0.1\n");
        AssertRefused(file, "bind", "config.yaml:2");
    }

    private static void AssertRefused(SettingsFile file, params string[] mentioned)
    {
        using ServerProcess server = ServerProcess.LaunchOurs(["-config", file.Path]);
        server.AwaitExit();
        Assert.Equal(1, server.ExitCode);
        foreach (string text in mentioned)
            Assert.True((server.Errors + server.Output).Contains(text, StringComparison.Ordinal), $"'{text}' isn't mentioned\n{server.Said}");
    }
}
