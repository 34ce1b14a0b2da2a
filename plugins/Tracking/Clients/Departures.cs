namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// What a client that leaves, or is reset, leaves behind. Its prefixes and its place among the tracked go at once; the keys remembered for it
/// are swept off the table a few seconds later, for all that have left meanwhile together. The timer is set by whoever leaves first.
/// </summary>
internal sealed class Departures : ISessionObserver, IPluginLifecycle, IDisposable
{
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(5);

    private readonly TrackedClients _clients;
    private readonly InvalidationTable _table;
    private readonly ReadMemory _memory;
    private readonly Timer _timer;
    private int _isSet;

    public Departures(TrackedClients clients, InvalidationTable table, ReadMemory memory)
    {
        _clients = clients;
        _table = table;
        _memory = memory;
        _timer = new Timer(static state => ((Departures)state!).Sweep(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public void Reset(ClientSession session)
    {
        if (session.TryGet(TrackedClient.Slot, out TrackedClient? client) && client.IsOn)
            TurnOff(session, client);
    }

    public void Closed(ClientSession session)
    {
        if (!session.TryGet(TrackedClient.Slot, out TrackedClient? client))
            return;
        _clients.TurnOff(client);
        client.Forget();
        SweepSoon();
    }

    /// <summary>Tracks a client no more, from its own call.</summary>
    public void TurnOff(ClientSession session, TrackedClient client)
    {
        _clients.TurnOff(client);
        session.RemoveObserver(_memory);
        SweepSoon();
    }

    public ValueTask StopAsync(CancellationToken cancellation)
    {
        _timer.Change(Timeout.Infinite, Timeout.Infinite);
        return default;
    }

    public void Dispose() => _timer.Dispose();

    private void SweepSoon()
    {
        if (_table.Keys != 0 && Interlocked.Exchange(ref _isSet, 1) == 0)
            _timer.Change(s_delay, Timeout.InfiniteTimeSpan);
    }

    private void Sweep()
    {
        Volatile.Write(ref _isSet, 0);
        _table.Sweep();
    }
}
