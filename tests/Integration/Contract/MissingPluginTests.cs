using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Contract;

/// <summary>Any one plugin may be taken out: everything that doesn't need it goes on working.</summary>
public sealed class MissingPluginTests
{
    /// <summary>For each built-in plugin a command of its own, and how its reply begins.</summary>
    private static readonly Dictionary<string, (string[] Command, string Reply)> s_signs = new()
    {
        ["connection"] = (["ECHO", "here"], "here"),
        ["keys"] = (["EXISTS", "nothing"], "0"),
        ["strings"] = (["INCRBY", "number", "7"], "7"),
        ["lists"] = (["RPUSH", "list", "a", "b"], "2"),
        ["hashes"] = (["HINCRBY", "hash", "field", "7"], "7"),
        ["sets"] = (["SADD", "set", "member"], "1"),
        ["sortedsets"] = (["ZADD", "ranking", "1", "first"], "1"),
        ["geo"] = (["GEODIST", "places", "here", "there"], "nil"),
        ["bitmaps"] = (["SETBIT", "bits", "7", "1"], "0"),
        ["hyperloglog"] = (["PFADD", "visitors", "one"], "1"),
        ["pubsub"] = (["PUBSUB", "NUMPAT"], "0"),
        ["server"] = (["PLUGIN", "LIST"], ""),
        ["eviction"] = ([], ""),
        ["hotkeys"] = (["HOTKEYS", "RESET"], "OK"),
        ["scripting"] = (["EVAL", "return 'here'", "0"], "here"),
        ["tracking"] = (["CLIENT", "TRACKINGINFO"], ""),
        ["namespaces"] = (["NAMESPACE"], "default"),
        ["tags"] = (["INVALIDATE", "nothing"], "0"),
        ["transactions"] = (["UNWATCH"], "OK"),
    };

    public static TheoryData<string> Plugins => [.. BuiltIn];

    private static IEnumerable<string> BuiltIn => Directory.GetDirectories(TestEnvironment.PluginDirectory)
        .Select(folder => Path.GetFileName(folder)!.ToLowerInvariant()).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Server_works_without(string missing)
    {
        using var manifest = new SettingsFile("plugins.json", $$"""
            { "directory": "{{TestEnvironment.PluginDirectory}}", "strict": true, "plugins": [ { "id": "{{missing}}", "enabled": false } ] }
            """);
        int port = Ports.Free();
        using ServerProcess server = ServerProcess.LaunchOurs(["-port", $"{port}", "--plugins-manifest", manifest.Path], port);
        Eventually.True(() => server.HasExited || server.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "the server is ready");
        Assert.False(server.HasExited, server.Said);

        using RespConnection client = server.Connect();
        foreach (string plugin in BuiltIn)
        {
            Assert.True(s_signs.TryGetValue(plugin, out (string[] Command, string Reply) sign), $"say here by what plugin {plugin} is known");
            if (sign.Command.Length == 0)
                continue;
            RespValue reply = client.Ask(sign.Command);
            if (plugin == missing)
                Assert.StartsWith("ERR unknown ", reply.Line(), StringComparison.Ordinal);
            else
                Assert.False(reply.IsError || !reply.Line().StartsWith(sign.Reply, StringComparison.Ordinal), $"{plugin}: {reply}");
        }
        Assert.DoesNotContain("[ERR]", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Server_without_plugins_runs_and_knows_no_command()
    {
        using var manifest = new SettingsFile("plugins.json", """{ "directory": "none", "dropIn": false, "plugins": [] }""");
        int port = Ports.Free();
        using ServerProcess server = ServerProcess.LaunchOurs(["-port", $"{port}", "--plugins-manifest", manifest.Path], port);
        Eventually.True(() => server.HasExited || server.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "the server is ready");
        Assert.False(server.HasExited, server.Said);
        using RespConnection client = server.Connect();
        Assert.StartsWith("ERR unknown command 'PING'", client.Do("PING"), StringComparison.Ordinal);
        Assert.StartsWith("ERR unknown command 'GET'", client.Do("GET", "x"), StringComparison.Ordinal);
    }
}
