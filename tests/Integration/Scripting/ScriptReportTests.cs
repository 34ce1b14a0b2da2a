using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;
using CacheStorm.IntegrationTests.Tags;

namespace CacheStorm.IntegrationTests.Scripting;

/// <summary>What INFO memory and MEMORY STATS say of scripts and functions.</summary>
public sealed class ScriptReportTests
{
    private const string Library = "#!lua name=lib\nredis.register_function('one', function() return 1 end) redis.register_function('two', function() return 2 end)";

    /// <summary>Well written, and yet nothing that compiles.</summary>
    private static readonly string TooManyLocals = string.Concat(Enumerable.Range(0, 201).Select(i => $"local v{i} = 1 "));

    private static readonly string[] s_fields =
    [
        "used_memory_lua", "used_memory_vm_eval", "used_memory_scripts_eval", "number_of_cached_scripts", "number_of_functions", "number_of_libraries",
        "used_memory_vm_functions", "used_memory_vm_total", "used_memory_functions", "used_memory_scripts",
    ];

    [Fact]
    public void Scripts_and_functions_are_counted_until_they_are_flushed()
    {
        using ServerProcess server = ServerProcess.StartOurs();
        using RespConnection client = server.Connect();
        Assert.All(s_fields, field => Assert.Equal(0, client.Figure("memory", field)));

        Load(client);
        Assert.Equal((2, 2, 1), Counts(client));
        long scripts = client.Figure("memory", "used_memory_scripts_eval");
        long functions = client.Figure("memory", "used_memory_functions");
        Assert.InRange(scripts, 2 * "return 1".Length, 10_000);
        Assert.InRange(functions, Library.Length, 10_000);
        Assert.Equal(scripts + functions, client.Figure("memory", "used_memory_scripts"));
        Assert.InRange(client.Figure("memory", "used_memory_vm_eval"), 10_000, 10_000_000);
        Assert.Equal(client.Figure("memory", "used_memory_vm_eval") + client.Figure("memory", "used_memory_vm_functions"), client.Figure("memory", "used_memory_vm_total"));
        RespValue stats = client.Ask("MEMORY", "STATS");
        Assert.Equal((scripts, functions), (stats["lua.caches"]!.Integer, stats["functions.caches"]!.Integer));

        client.Do("SCRIPT", "FLUSH");
        Assert.Equal((0, 2, 1), Counts(client));
        Assert.Equal(0, client.Figure("memory", "used_memory_scripts_eval"));
        client.Do("FUNCTION", "FLUSH");
        Assert.Equal((0, 0, 0), Counts(client));
        Assert.Equal(0, client.Figure("memory", "used_memory_scripts"));
    }

    [SkippableFact]
    public void They_are_counted_as_redis_server_counts_them()
    {
        using ServerProcess redis = ServerProcess.StartRedis();
        using ServerProcess ours = ServerProcess.StartOurs();
        using RespConnection expected = redis.Connect(), actual = ours.Connect();
        string[][] steps =
        [
            ["SCRIPT", "LOAD", "return 1"], ["EVAL", "return 1", "0"], ["EVAL", "return 2", "0"], ["EVAL", "return redis.call('NONE')", "0"],
            ["SCRIPT", "LOAD", "this is no Lua"], ["EVAL", "neither is this", "0"], ["SCRIPT", "LOAD", "#!lua flags=none\nreturn 1"],
            ["SCRIPT", "LOAD", TooManyLocals], ["EVAL", TooManyLocals, "0"], ["EVAL", "return error('it runs')", "0"],
            ["FUNCTION", "LOAD", Library], ["FUNCTION", "LOAD", Library], ["FUNCTION", "LOAD", "REPLACE", Library],
            ["FUNCTION", "LOAD", "#!lua name=other\nredis.register_function('three', function() return 3 end)"],
            ["FUNCTION", "DELETE", "lib"], ["SCRIPT", "FLUSH"], ["FUNCTION", "FLUSH"],
        ];
        foreach (string[] step in steps)
        {
            expected.Ask(step);
            actual.Ask(step);
            Assert.Equal((step[^1], Counts(expected)), (step[^1], Counts(actual)));
        }
    }

    [Fact]
    public void Where_no_plugin_runs_scripts_all_of_it_is_nothing()
    {
        using var manifest = new SettingsFile("plugins.json", $$"""
            { "directory": "{{TestEnvironment.PluginDirectory}}", "plugins": [ { "id": "scripting", "enabled": false } ] }
            """);
        int port = Ports.Free();
        using ServerProcess server = ServerProcess.LaunchOurs(["-port", $"{port}", "--plugins-manifest", manifest.Path], port);
        Eventually.True(() => server.HasExited || server.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "the server is ready");
        using RespConnection client = server.Connect();
        Assert.All(s_fields, field => Assert.Equal(0, client.Figure("memory", field)));
        Assert.Equal(0, client.Ask("MEMORY", "STATS")["lua.caches"]!.Integer);
    }

    private static void Load(RespConnection client)
    {
        client.Do("SCRIPT", "LOAD", "return 1");
        client.Do("SCRIPT", "LOAD", "return 1");
        client.Do("EVAL", "return 2", "0");
        Assert.Equal("lib", client.Do("FUNCTION", "LOAD", Library));
    }

    private static (long Scripts, long Functions, long Libraries) Counts(RespConnection client) =>
        (client.Figure("memory", "number_of_cached_scripts"), client.Figure("memory", "number_of_functions"), client.Figure("memory", "number_of_libraries"));
}
