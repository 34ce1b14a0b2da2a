using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CacheStorm.UnitTests.Connections;

/// <summary>Makes calls for handlers that need no keyspace, and the clients that they ask about.</summary>
internal static class FakeCalls
{
    public static CommandContext Context(ClientSession caller, string request, CommandInfo? command = null)
    {
        var arguments = new ArgumentListBuilder();
        foreach (string argument in request.Split(' '))
            arguments.Add(Encoding.UTF8.GetBytes(argument));
        return new CommandContext(null!)
        {
            Request = arguments.Arguments,
            Reply = new ReplyWriter(caller.Protocol),
            Client = caller,
            Command = command ?? new CommandInfo("CLIENT|KILL", "connection", static _ => { }),
        };
    }

    public static string ReplyOf(CommandContext context) => Encoding.UTF8.GetString(context.Reply.ToArray());
}

internal sealed class FakeClients(params ClientSession[] sessions) : IClients
{
    public int Count => sessions.Length;

    public int ParkedCount => 0;

    public IReadOnlyList<ClientSession> All() => sessions;

    public bool TryGet(long id, [NotNullWhen(true)] out ClientSession? client)
    {
        client = Array.Find(sessions, session => session.Id == id);
        return client is not null;
    }
}
