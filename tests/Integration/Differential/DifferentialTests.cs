using System.Text;
using CacheStorm.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>Every scenario of every .rows file, on RESP2 and on RESP3: our server answers as redis-server does.</summary>
[Collection(ServerPairGroup.Name)]
public sealed class DifferentialTests(ServerPair servers, ITestOutputHelper output)
{
    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (Scenario scenario in RowFile.All)
        {
            foreach (int protocol in (int[])[2, 3])
            {
                if (scenario.OnlyProtocol is 0 || scenario.OnlyProtocol == protocol)
                    rows.Add(scenario.Location, scenario.Name, $"resp{protocol}");
            }
        }
        return rows;
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public void Same_as_redis_server(string at, string scenario, string protocol)
    {
        Scenario found = RowFile.All.Single(candidate => candidate.Location == at && candidate.Name == scenario);
        if (found.OursOnly && TestEnvironment.TargetIsRedis)
        {
            output.WriteLine("waits: only our server has this");
            return;
        }

        if (found.OwnServers is { } arguments)
        {
            using ServerProcess? oracle = found.OursOnly ? null : ServerProcess.StartRedis([.. arguments]);
            using ServerProcess ours = ServerProcess.StartOurs([.. arguments]);
            Run(found, protocol, oracle, ours);
        }
        else
        {
            Run(found, protocol, found.OursOnly ? null : servers.Oracle, servers.Ours);
        }
    }

    private void Run(Scenario scenario, string protocol, ServerProcess? oracle, ServerProcess ours)
    {
        if (KnownCommands.Missing(ours, scenario.Requires) is { Count: > 0 } missing)
        {
            // By design: these rows wake up by themselves when the commands arrive.
            output.WriteLine($"waits: our server does not know {string.Join(", ", missing)} yet");
            return;
        }

        using var run = new ScenarioRun(scenario, protocol[^1] - '0', oracle, ours);
        run.Execute();
        if (run.Differences.Length > 0)
            Assert.Fail($"{scenario.Location} \"{scenario.Name}\" on {protocol}\n{run.Differences}\nthe whole scenario:\n{Print(scenario)}");
    }

    private static string Print(Scenario scenario)
    {
        var text = new StringBuilder();
        int previous = 0;
        foreach (Step step in scenario.Steps.Where(step => step.Line != previous))
        {
            text.Append($"  {step.Line,5}: {step.Text}\n");
            previous = step.Line;
        }
        return text.ToString();
    }
}
