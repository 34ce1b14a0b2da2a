using System.Diagnostics;

namespace CacheStorm.IntegrationTests.Harness;

/// <summary>redis-cli, run as a person runs it: arguments, standard input, and what it prints.</summary>
internal static class RedisCli
{
    public sealed record Outcome(int ExitCode, string Output, string Errors);

    public static Outcome Run(int port, IEnumerable<string> arguments, string input = "", TimeSpan? patience = null) =>
        Run(["-h", "127.0.0.1", "-p", $"{port}", .. arguments], input, patience);

    public static Outcome Run(IEnumerable<string> arguments, string input = "", TimeSpan? patience = null)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(patience ?? TimeSpan.FromSeconds(30)))
        {
            process.Kill();
            Assert.Fail($"redis-cli {string.Join(' ', arguments)} did not end");
        }
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    /// <summary>For modes without an end: reads until the text holds what is wanted, then ends redis-cli.</summary>
    public static string ReadUntil(int port, IEnumerable<string> arguments, Func<string, bool> enough)
    {
        using Process process = Start(["-h", "127.0.0.1", "-p", $"{port}", .. arguments]);
        var text = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            lock (text)
                text.Append(line.Data).Append('\n');
        };
        process.BeginOutputReadLine();
        bool seen = Eventually.Happens(() => enough(Said()), TimeSpan.FromSeconds(15));
        process.Kill();
        process.WaitForExit();
        Assert.True(seen, $"redis-cli {string.Join(' ', arguments)} only said: {Said()}");
        return Said();

        string Said()
        {
            lock (text)
                return text.ToString();
        }
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(TestEnvironment.RequireTool("redis-cli"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
