using System.Diagnostics;
using System.Globalization;
using System.Text;
using CacheStorm.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace CacheStorm.IntegrationTests.Differential.Randomized;

/// <summary>
/// Random sequences over the commands of all types, on redis-server and on ours: the replies are the same, and so are the data at the
/// end. A sequence of two thousand commands has a seed of its own, which a failure prints; <c>CACHESTORM_RANDOM_SEED</c> replays from
/// there, <c>CACHESTORM_RANDOM_COMMANDS</c> says how many commands in all.
/// </summary>
public sealed class RandomSequenceTests(ITestOutputHelper output)
{
    private const int CommandsASequence = 2000;
    private const int DefaultCommands = 50_000;
    private const int DefaultSeed = 20261122;
    private const int FailuresShown = 4;

    // Low, so that a handful of elements makes a collection change its form.
    private static readonly string[] Thresholds =
    [
        "hash-max-listpack-entries", "8", "hash-max-listpack-value", "20", "set-max-intset-entries", "8", "zset-max-listpack-entries", "8",
        "zset-max-listpack-value", "20", "list-max-listpack-size", "4", "list-compress-depth", "1", "hll-sparse-max-bytes", "100",
    ];

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_sequences_do_the_same_as_on_redis_server(int protocol)
    {
        using ServerProcess oracle = ServerProcess.StartRedis();
        using ServerProcess ours = ServerProcess.StartOurs();
        SetThresholds(oracle);
        SetThresholds(ours);
        Grammar grammar = Grammar.For(oracle, ours);
        bool transactions = KnownCommands.Missing(ours, ["MULTI", "EXEC", "DISCARD"]).Count == 0;
        int commands = Setting(TestEnvironment.RandomCommandsVariable, DefaultCommands * 2) / 2;
        int seed = Setting(TestEnvironment.RandomSeedVariable, DefaultSeed);
        int sequences = Math.Max(1, commands / CommandsASequence);
        var watch = Stopwatch.StartNew();

        var failures = new StringBuilder();
        int failed = 0;
        for (int i = 0; i < sequences && failed < FailuresShown; i++, seed++)
        {
            List<RandomGroup> groups = new SequenceGenerator(grammar, seed, transactions).Make(CommandsASequence);
            if (RunFresh(groups) is { } difference)
            {
                failed++;
                failures.Append(Report(seed, protocol, groups, difference, RunFresh));
            }
        }
        output.WriteLine($"{sequences} sequences of {CommandsASequence} commands by {grammar.Count} lines of grammar in {watch.Elapsed.TotalSeconds:F1} s");
        if (failed > 0)
            Assert.Fail(failures.ToString());

        Difference? RunFresh(IReadOnlyList<RandomGroup> groups)
        {
            try
            {
                using var run = new Lockstep(oracle, ours, protocol);
                return run.Run(groups);
            }
            catch (Exception error) when (error is IOException or InvalidDataException or System.Net.Sockets.SocketException)
            {
                if (ours.HasExited || oracle.HasExited)
                    Assert.Fail($"seed {seed}: {error.Message}\n{ours.Said}");
                return new Difference(groups.Count - 1, error.Message);
            }
        }
    }

    private static string Report(int seed, int protocol, IReadOnlyList<RandomGroup> groups, Difference difference,
        Func<IReadOnlyList<RandomGroup>, Difference?> run)
    {
        (IReadOnlyList<RandomGroup> shortened, Difference found) = Shortening.Shorten(groups, difference, run);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{TestEnvironment.RandomSeedVariable}={seed} on resp{protocol}: {found.What}\n  after:\n");
        foreach (RandomCommand command in shortened.SelectMany(group => group.Commands))
            text.Append(CultureInfo.InvariantCulture, $"    {command}\n");
        return text.ToString();
    }

    private static void SetThresholds(ServerProcess server)
    {
        using RespConnection connection = server.Connect();
        for (int i = 0; i < Thresholds.Length; i += 2)
            connection.Call("CONFIG", "SET", Thresholds[i], Thresholds[i + 1]);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
