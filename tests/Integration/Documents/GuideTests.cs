using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Documents;

/// <summary>
/// Guides are run as written, block by block, on one server: blocks of <c>console</c> through redis-cli, blocks of <c>sh</c> by a shell.
/// Where a guide says … there may be anything.
/// </summary>
public sealed class GuideTests
{
    private const string Port = "6380";
    private const string Prompt = "127.0.0.1:" + Port + "> ";
    private const string ShellPrompt = "$ ";

    public static TheoryData<string> Guides => ["docs/tags.md"];

    [SkippableTheory]
    [MemberData(nameof(Guides))]
    public void A_guide_goes_as_written(string path)
    {
        TestEnvironment.RequireTool("redis-cli");
        string text = File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, path));
        using ServerProcess server = ServerProcess.StartOurs();
        int blocks = 0;
        foreach (Match block in Regex.Matches(text, "```(console|sh)\n(.*?)```", RegexOptions.Singleline))
        {
            bool isShell = block.Groups[1].Value == "sh";
            (string input, string expected) = Parted(block.Groups[2].Value, isShell ? ShellPrompt : Prompt);
            string output = isShell
                ? Shell(input.Replace($"-p {Port}", $"-p {server.Port}", StringComparison.Ordinal))
                : RedisCli.Run(server.Port, ["--no-raw"], input).Output;
            Assert.True(Matches(expected, output), $"{path} says\n{block.Groups[2].Value}\nbut it is\n{output}");
            blocks++;
        }

        Assert.True(blocks > 3, $"{path} has blocks to run");
    }

    private static (string Input, string Expected) Parted(string block, string prompt)
    {
        var input = new StringBuilder();
        var expected = new StringBuilder();
        foreach (string line in block.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith(prompt, StringComparison.Ordinal))
                input.Append(line[prompt.Length..]).Append('\n');
            else
                expected.Append(line).Append('\n');
        }

        return (input.ToString(), expected.ToString());
    }

    private static bool Matches(string expected, string output) => Regex.IsMatch(output.Trim(),
        $"^{Regex.Escape(expected.Trim()).Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.None);

    private static string Shell(string script)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        shell.StandardInput.Close();
        string output = shell.StandardOutput.ReadToEnd();
        Assert.True(shell.WaitForExit(TimeSpan.FromSeconds(30)));
        return output;
    }
}
