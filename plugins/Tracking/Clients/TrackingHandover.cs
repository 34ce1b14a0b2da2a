namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Carries over who is tracked, and how, when the plugin is exchanged. What each has read is not: clients are told that everything may have changed,
/// which costs them a look and is never wrong.
/// </summary>
internal sealed class TrackingHandover(TrackedClients tracked, ReadMemory memory, Messenger messenger) : IReloadHandover
{
    private const string Modes = "modes";
    private const string Redirect = "redirect";
    private const string Prefixes = "prefixes";

    /// <inheritdoc/>
    public void Save(ReloadState state)
    {
        foreach (ClientSession session in state.Clients)
        {
            if (!session.TryGet(TrackedClient.Slot, out TrackedClient? client) || !client.IsOn)
                continue;
            state.Set(session, Modes, (int)client.Modes);
            state.Set(session, Redirect, client.Redirect);
            state.Set(session, Prefixes, client.Prefixes.ToArray());
        }
    }

    /// <inheritdoc/>
    public void Restore(ReloadState state)
    {
        foreach (ClientSession session in state.Clients)
        {
            if (!state.TryGet(session, Modes, out int modes))
                continue;
            state.TryGet(session, Redirect, out long redirect);
            state.TryGet(session, Prefixes, out byte[][]? prefixes);
            var client = new TrackedClient(session);
            session.Set(TrackedClient.Slot, client);
            tracked.TurnOn(client, new TrackingOptions { Modes = (TrackingModes)modes, Redirect = redirect, Prefixes = prefixes ?? [] });
            session.AddObserver(memory);
            messenger.EverythingChanged(client);
        }
    }
}
