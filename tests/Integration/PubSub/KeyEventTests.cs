using CacheStorm.IntegrationTests.Differential;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.PubSub;

/// <summary>
/// Runs all rows once more with every class of key events switched on, and compares what is published: the same events, of the same keys, in
/// the same order. Whether the replies agree is not asked here.
/// </summary>
[Collection(ServerPairGroup.Name)]
public sealed class KeyEventTests(ServerPair servers)
{
    public static TheoryData<string> Files() => [.. RowFile.All.Select(scenario => scenario.File).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_tell_the_same_events_as_redis_server(string file)
    {
        using var expected = new EventListener(servers.Oracle);
        using var actual = new EventListener(servers.Ours);
        var differences = new List<string>();
        foreach (Scenario scenario in RowFile.All.Where(scenario => scenario.File == file && Tells(scenario)))
        {
            expected.Begin();
            actual.Begin();
            using (var run = new ScenarioRun(scenario, 2, servers.Oracle, servers.Ours))
                run.Execute();
            List<string> wanted = expected.End();
            List<string> told = actual.End();
            // When a key goes whose time is up, and which of several goes first, is nobody's promise: what is told of that is left out.
            if (wanted.Concat(told).Any(IsExpired))
            {
                wanted.RemoveAll(IsExpired);
                told.RemoveAll(IsExpired);
            }
            if (!wanted.SequenceEqual(told))
                differences.Add($"{scenario.Location} \"{scenario.Name}\"\n{FirstDifference(wanted, told)}");
        }
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static bool IsExpired(string one) =>
        one.Contains(":expired ", StringComparison.Ordinal) || one.EndsWith(" expired", StringComparison.Ordinal);

    /// <summary>RESTORE with an expiry in the past stores the value to check it, and takes it out again: here that tells of a new key.</summary>
    private static readonly string[] s_known = ["RESTORE with expiry"];

    private bool Tells(Scenario scenario) =>
        !s_known.Contains(scenario.Name) && !scenario.OursOnly && scenario.OwnServers is null && scenario.OnlyProtocol != 3
        && !scenario.Steps.Any(step => step.Text.Contains("notify-keyspace-events", StringComparison.Ordinal)
            || step.Text.Contains("CLIENT KILL", StringComparison.Ordinal))
        && KnownCommands.Missing(servers.Ours, scenario.Requires).Count == 0;

    private static string FirstDifference(List<string> wanted, List<string> told)
    {
        int same = 0;
        while (same < wanted.Count && same < told.Count && wanted[same] == told[same])
            same++;
        return $"  behind {(same == 0 ? "the start" : wanted[same - 1])} ({same} alike)\n"
            + $"    redis-server: {string.Join(" | ", wanted.Skip(same).Take(6))}\n"
            + $"    ours:         {string.Join(" | ", told.Skip(same).Take(6))}";
    }
}
