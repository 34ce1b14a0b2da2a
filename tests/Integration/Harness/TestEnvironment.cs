using System.Reflection;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>What the build and the shell tell the tests: where the server lies, which tools exist, what is under test.</summary>
internal static class TestEnvironment
{
    public const string RequireToolsVariable = "CACHESTORM_REQUIRE_TOOLS";
    public const string TargetVariable = "CACHESTORM_TEST_TARGET";
    public const string RandomSeedVariable = "CACHESTORM_RANDOM_SEED";
    public const string RandomCommandsVariable = "CACHESTORM_RANDOM_COMMANDS";

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The executable that a user starts.</summary>
    public static string ServerExecutable { get; } = Path.Combine(
        Metadata("ServerDirectory"), OperatingSystem.IsWindows() ? "cachestorm.exe" : "cachestorm");

    /// <summary>The folder of the real plugins.</summary>
    public static string PluginDirectory { get; } = Path.Combine(Metadata("ServerDirectory"), "plugins");

    /// <summary>Where the samples are built to, a folder each.</summary>
    public static string SampleDirectory { get; } = Metadata("SampleDirectory");

    /// <summary>The test plugin that uses every point of the contract.</summary>
    public static string ProbePlugin { get; } = Path.Combine(
        Metadata("TestPluginDirectory"), "ContractProbe", "CacheStorm.TestPlugins.ContractProbe.dll");

    /// <summary>True where a missing tool must fail the run instead of skipping tests.</summary>
    public static bool RequiresTools { get; } = Environment.GetEnvironmentVariable(RequireToolsVariable) == "1";

    /// <summary>
    /// With <c>CACHESTORM_TEST_TARGET=redis</c> the rows run redis-server against redis-server,
    /// which shows whether the rows themselves are deterministic.
    /// </summary>
    public static bool TargetIsRedis { get; } = Environment.GetEnvironmentVariable(TargetVariable) == "redis";

    public static string RowsDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "Rows");

    /// <summary>The full path of a tool, or a skipped (where tools are required: failed) test.</summary>
    public static string RequireTool(string name)
    {
        if (FindTool(name) is { } path)
            return path;

        string reason = $"'{name}' is not installed; this test compares with it (on Debian: apt-get install redis-server openssl nodejs npm)";
        if (RequiresTools)
            Assert.Fail(reason);
        Skip.If(true, reason);
        throw new InvalidOperationException(reason);
    }

    public static string? FindTool(string name)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static string Metadata(string key) =>
        typeof(TestEnvironment).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == key)?.Value
        ?? throw new InvalidOperationException($"the test assembly carries no metadata '{key}'");
}
