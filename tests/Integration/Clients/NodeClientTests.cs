using System.Diagnostics;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Clients;

/// <summary>
/// Node's clients, ioredis and node-redis, as applications use them: transactions, scripts, subscriptions, key events, a cache of the client's
/// own. What the scripts beside this file print is the same with redis-server and with ours.
/// </summary>
public sealed class NodeClientTests(OurServer server) : IClassFixture<OurServer>
{
    private static readonly Lazy<string> s_folder = new(Install);

    [SkippableTheory]
    [InlineData("ioredis.mjs")]
    [InlineData("node-redis.mjs")]
    public void Prints_what_it_prints_with_redis(string script)
    {
        string node = TestEnvironment.RequireTool("node");
        using ServerProcess redis = ServerProcess.StartRedis();
        string expected = Run(node, [script, $"{redis.Port}"], s_folder.Value);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Run(node, [script, $"{server.Process.Port}"], s_folder.Value));
    }

    // Installed beside the build's output, from the lock file, once a run.
    private static string Install()
    {
        string npm = TestEnvironment.RequireTool("npm");
        string folder = Path.Combine(AppContext.BaseDirectory, "Node");
        Run(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
        return folder;
    }

    private static string Run(string tool, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(tool)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{Path.GetFileName(tool)} {arguments[0]} did not end; it said: {output.GetAwaiter().GetResult()}{errors.GetAwaiter().GetResult()}");
        }

        string said = output.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0, said + errors.GetAwaiter().GetResult());
        return said;
    }
}
