using System.Collections.Concurrent;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>Asks a server once which commands it knows.</summary>
internal static class KnownCommands
{
    private static readonly ConcurrentDictionary<(int Process, string Command), bool> Answers = new();

    public static IReadOnlyList<string> Missing(ServerProcess server, IEnumerable<string> commands) =>
        [.. commands.Where(command => !Answers.GetOrAdd((server.Id, command), _ => Knows(server, command)))];

    private static bool Knows(ServerProcess server, string command)
    {
        using RespConnection connection = server.Connect();
        RespValue reply = connection.Ask("COMMAND", "INFO", command);
        return reply.Items is [{ IsNull: false }];
    }
}
