using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Documents;

/// <summary>What the README says happens, happens.</summary>
public sealed partial class ReadmeTests
{
    private const string Prompt = "127.0.0.1:6380> ";

    private static readonly string s_readme = File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "README.md"));

    [SkippableFact]
    public void First_minutes_go_as_written()
    {
        TestEnvironment.RequireTool("redis-cli");
        using ServerProcess server = ServerProcess.StartOurs();
        string[] lines = [.. Block("console").Split('\n').Skip(1)];
        var commands = new List<string>();
        var replies = new List<string>();
        foreach (string line in lines)
        {
            if (line.StartsWith(Prompt, StringComparison.Ordinal))
                commands.Add(line[Prompt.Length..]);
            else
                replies.Add(line);
        }

        RedisCli.Outcome outcome = RedisCli.Run(server.Port, ["--no-raw"], string.Join('\n', commands) + "\n");

        Assert.Equal(string.Join('\n', replies).Trim(), outcome.Output.Trim());
    }

    [Fact]
    public void The_plugin_in_ten_lines_is_the_sample() =>
        Assert.Equal(File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "samples/Greeting/GreetingCommands.cs")), Block("csharp") + "\n");

    [Fact]
    public void The_sample_answers_beside_the_built_in_plugins()
    {
        if (TestEnvironment.TargetIsRedis)
            return;
        using var manifest = new SettingsFile("plugins.json", $$"""
            {
              "directory": "{{TestEnvironment.PluginDirectory}}",
              "strict": true,
              "plugins": [ { "id": "acme.greeting", "path": "{{TestEnvironment.SampleDirectory}}/Greeting/Acme.Greeting.dll" } ]
            }
            """);
        using ServerProcess server = ServerProcess.StartOurs("--plugins-manifest", manifest.Path);
        using RespConnection client = server.Connect();

        Assert.True(client.Ask("GREET", "who").IsNull);
        client.Ask("SET", "who", "world");
        Assert.Equal("Hello, world", client.Ask("GREET", "who").Text);
    }

    [Fact]
    public void Every_file_that_is_named_is_there()
    {
        foreach (Match match in FileName().Matches(s_readme))
        {
            string path = match.Groups[1].Value;
            if (path.StartsWith("artifacts/", StringComparison.Ordinal) || !path.Contains('/', StringComparison.Ordinal))
                continue;
            Assert.True(Path.Exists(Path.Combine(TestEnvironment.RepositoryRoot, path)), $"README.md names {path}");
        }
    }

    private static string Block(string language)
    {
        Match match = Regex.Match(s_readme, $"```{language}\n(.*?)\n```", RegexOptions.Singleline);
        Assert.True(match.Success, $"README.md has a block of {language}");
        return match.Groups[1].Value;
    }

    [GeneratedRegex(@"(?:`|\]\()([A-Za-z.][\w./-]*)(?:`|\))")]
    private static partial Regex FileName();
}
