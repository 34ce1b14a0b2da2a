using CacheStorm.Host.Commands;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// A command whose client waits: for one of its keys, or for a plugin. Whoever completes it first (a writer that made a key ready, the
/// timer, CLIENT UNBLOCK, the end of the connection) sets <see cref="IsDone"/> under the monitor of this object, which a
/// writer holds while it tries the command again. That monitor is taken after shard locks and nothing is taken inside but the
/// parking lot's own lock.
/// </summary>
internal sealed class ParkedCall
{
    public ParkedCall(Session session, CommandEntry entry, ArgumentList request, int keyIndex, int namespaceIndex, KeyBytes[] keys, CommandHandler onTimeout)
    {
        Session = session;
        Entry = entry;
        Request = request;
        KeyIndex = keyIndex;
        Namespace = namespaceIndex;
        Keys = keys;
        OnTimeout = onTimeout;
    }

    public Session Session { get; }
    /// <summary>The command. Exchanged with its plugin, while no command runs.</summary>
    public CommandEntry Entry { get; set; }
    public ArgumentList Request { get; }
    public int KeyIndex { get; }
    public int Namespace { get; }
    public KeyBytes[] Keys { get; }
    /// <summary>Writes the reply when the time is up. Exchanged with the command's plugin.</summary>
    public CommandHandler OnTimeout { get; set; }

    /// <summary>The present try is there to learn <see cref="OnTimeout"/> from a new build of the command.</summary>
    public bool IsMoving { get; set; }

    /// <summary>The server itself waits for something on the client's behalf: no plugin's code is going to end it.</summary>
    public bool IsOfHost { get; init; }

    /// <summary>When the time is up, in <see cref="Environment.TickCount64"/>; 0: never.</summary>
    public long Deadline { get; set; }

    /// <summary>When it came, in the parking lot's count; written there before anybody else sees it.</summary>
    public long Order { get; set; }

    /// <summary>Guarded by this object's monitor.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Ends the wait when the time is up; null: it may last for ever.</summary>
    public Timer? Timer { get; set; }

    /// <summary>Claims the right to complete the call. The caller holds the monitor.</summary>
    public bool TryComplete()
    {
        if (IsDone)
            return false;
        IsDone = true;
        Timer?.Dispose();
        return true;
    }
}
