using System.Buffers;

namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Tells at the end of a round what has changed in it: one message a prefix with all its keys in order, shared by the prefix's clients, but
/// for those who don't want to hear of their own changes. Holds nothing; called without locks.
/// </summary>
internal sealed class Broadcaster(TrackedClients clients, Messenger messenger)
{
    /// <summary>Tells what the thread has noted, and forgets it.</summary>
    public void Tell(RoundLog log)
    {
        TellFlushed(log);
        if (log.Count > 0 && clients.Count > 0)
            TellKeys(log);
        log.Clear();
    }

    /// <summary>Tells everybody who is tracked that all keys are gone, when they are.</summary>
    public void TellFlushed(RoundLog log)
    {
        if (!log.HasFlushed)
            return;
        log.HasFlushed = false;
        foreach (TrackedClient client in clients.All())
            messenger.EverythingChanged(client);
    }

    private void TellKeys(RoundLog log)
    {
        int[] order = log.InOrder();
        var chosen = new List<int>(order.Length);
        foreach (PrefixGroup group in clients.Prefixes)
        {
            chosen.Clear();
            foreach (int change in order)
            {
                if (group.Matches(log.KeyOf(change)))
                    chosen.Add(change);
            }
            if (chosen.Count > 0)
                TellGroup(group, log, chosen);
        }
    }

    private void TellGroup(PrefixGroup group, RoundLog log, List<int> changes)
    {
        InvalidationMessage? all = null;
        foreach (TrackedClient client in group.Members)
        {
            InvalidationMessage? message = client.Is(TrackingModes.NoLoop) && client.Session is { } session && HasChanged(log, changes, session)
                ? MessageOf(log, changes, session)
                : all ??= MessageOf(log, changes, except: null);
            if (message is not null)
                messenger.Send(client, message);
        }
    }

    private static bool HasChanged(RoundLog log, List<int> changes, ClientSession session)
    {
        foreach (int change in changes)
        {
            if (log.ChangerOf(change) == session)
                return true;
        }
        return false;
    }

    /// <summary>A message about the keys, those that one client has changed left out; null: none is left.</summary>
    private static InvalidationMessage? MessageOf(RoundLog log, List<int> changes, ClientSession? except)
    {
        int count = 0;
        foreach (int change in changes)
            count += IsLeftOut(log, change, except) ? 0 : 1;
        if (count == 0)
            return null;
        var body = new ArrayBufferWriter<byte>(count * 32);
        InvalidationMessage.AppendCount(body, count);
        foreach (int change in changes)
        {
            if (!IsLeftOut(log, change, except))
                InvalidationMessage.AppendKey(body, log.KeyOf(change));
        }
        return new InvalidationMessage(body.WrittenMemory);
    }

    private static bool IsLeftOut(RoundLog log, int change, ClientSession? except) => except is not null && log.ChangerOf(change) == except;
}
