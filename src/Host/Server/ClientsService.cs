using System.Diagnostics.CodeAnalysis;
using CacheStorm.Host.Dispatch;

namespace CacheStorm.Host.Server;

/// <summary>The connected clients as plugins see them.</summary>
internal sealed class ClientsService(Engine engine) : IClients
{
    public int Count => engine.Sessions.Count;

    public int ParkedCount => engine.ParkedCount;

    public IReadOnlyList<ClientSession> All() => engine.Sessions.All();

    public bool TryGet(long id, [NotNullWhen(true)] out ClientSession? client)
    {
        bool found = engine.Sessions.TryGet(id, out Session? session);
        client = session;
        return found;
    }
}
