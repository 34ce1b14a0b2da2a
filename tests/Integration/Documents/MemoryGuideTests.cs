using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Documents;

/// <summary>What docs/memory.md shows is what is seen, but for the numbers, of which it says so itself.</summary>
public sealed partial class MemoryGuideTests
{
    private const string Prompt = "127.0.0.1:6380> ";

    private static readonly string s_guide = File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs/memory.md"));

    [SkippableFact]
    public void The_example_goes_as_written()
    {
        TestEnvironment.RequireTool("redis-cli");
        Skip.If(TestEnvironment.TargetIsRedis);
        using ServerProcess server = ServerProcess.StartOurs();
        string block = Block().Match(s_guide).Groups[1].Value;
        string[] lines = [.. block.Split('\n').Skip(1)];
        string commands = string.Concat(lines.Where(IsCommand).Select(line => line[Prompt.Length..] + "\n"));
        string replies = string.Join('\n', lines.Where(line => !IsCommand(line)));

        RedisCli.Outcome outcome = RedisCli.Run(server.Port, ["--no-raw"], commands);

        Assert.Equal(WithoutNumbers(replies), WithoutNumbers(outcome.Output));
    }

    [Fact]
    public void The_numbers_of_the_example_add_up()
    {
        long[] numbers = [.. Number().Matches(Block().Match(s_guide).Groups[1].Value).Select(match => long.Parse(match.Groups[1].Value))];

        // The reply to HSET, used_memory, and its five parts.
        Assert.Equal(numbers[1], numbers[2..7].Sum());
    }

    private static bool IsCommand(string line) => line.StartsWith(Prompt, StringComparison.Ordinal);

    private static string WithoutNumbers(string text) => Ratio().Replace(Number().Replace(text.Trim(), "(integer)"), "\"ratio\"");

    [GeneratedRegex("```console\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\(integer\) (\d+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"""\d+\.\d+""")]
    private static partial Regex Ratio();
}
