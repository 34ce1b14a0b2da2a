using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Dispatch;

/// <summary>The clients that are here. Thread-safe.</summary>
internal sealed class SessionList
{
    private readonly ConcurrentDictionary<long, Session> _sessions = new();

    public int Count => _sessions.Count;

    public void Add(Session session) => _sessions[session.Id] = session;

    public bool Remove(Session session) => _sessions.TryRemove(session.Id, out _);

    public bool TryGet(long id, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(id, out session);

    public Session[] All()
    {
        Session[] all = [.. _sessions.Values];
        Array.Sort(all, static (one, other) => one.Id.CompareTo(other.Id));
        return all;
    }
}
