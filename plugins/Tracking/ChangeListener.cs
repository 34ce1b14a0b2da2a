namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Hears of every change of a key, while anybody is tracked. Who has read the key is told at once, with its lock held; what goes by prefixes,
/// and that all keys are gone, is told at the end of the round.
/// </summary>
internal sealed class ChangeListener(TrackedClients clients, InvalidationTable table, Messenger messenger, Broadcaster broadcaster) : IKeyObserver
{
    private const KeyEventKinds Changes = KeyEventKinds.Modified | KeyEventKinds.Invalidated;

    public KeyEventKinds Interests => clients.Count == 0
        ? KeyEventKinds.None
        : Changes | KeyEventKinds.Flushed | KeyEventKinds.Expired | KeyEventKinds.Evicted;

    public bool WantsRounds => clients.Count != 0;

    public void OnKeyEvent(in KeyEvent keyEvent)
    {
        if ((keyEvent.Kind & Changes) != 0)
        {
            Changed(keyEvent.Key, keyEvent.Client);
        }
        else if (keyEvent.Kind == KeyEventKinds.Flushed)
        {
            table.Clear();
            RoundLog.Current.HasFlushed = true;
        }
        else if (clients.Prefixes.Length != 0)
        {
            RoundLog.Current.WentByItself(keyEvent.Key);
        }
    }

    public void OnRoundEnd()
    {
        if (RoundLog.ToTell is { } log)
            broadcaster.Tell(log);
    }

    private void Changed(ReadOnlySpan<byte> key, ClientSession? changer)
    {
        foreach (PrefixGroup group in clients.Prefixes)
        {
            if (group.Matches(key))
            {
                RoundLog.Current.Add(key, changer);
                break;
            }
        }
        if (table.Take(key) is { } readers)
            messenger.KeyChanged(readers, key, changer);
    }
}
