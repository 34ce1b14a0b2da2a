namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// The clients that are tracked, and the prefixes of those that are told of everything. Owned here and guarded by the lock, which is held
/// for a few instructions and takes only the switchboard of key events inside it; the table of prefixes is swapped whole and read without it.
/// While nobody is tracked nothing listens to keys.
/// </summary>
internal sealed class TrackedClients(IKeyEvents events)
{
    private readonly Lock _gate = new();
    private readonly List<TrackedClient> _on = [];
    private volatile PrefixGroup[] _prefixes = [];
    private volatile int _count;

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>The prefixes that somebody is told of, in the order of their bytes.</summary>
    public PrefixGroup[] Prefixes => _prefixes;

    /// <summary>All of them at this moment.</summary>
    public TrackedClient[] All()
    {
        lock (_gate)
            return [.. _on];
    }

    /// <summary>Tracks a client from now on, or in another way. From the client's own call; the options fit the client.</summary>
    public void TurnOn(TrackedClient client, in TrackingOptions options)
    {
        lock (_gate)
        {
            client.HasBrokenRedirect = false;
            client.Redirect = options.Redirect;
            client.Modes = options.Modes | TrackingModes.On;
            if (client.Is(TrackingModes.Broadcast))
                AddPrefixes(client, options.Prefixes);
            if (client.Place < 0)
            {
                client.Place = _on.Count;
                _on.Add(client);
                Counted();
            }
        }
        Show(client);
    }

    /// <summary>Tracks a client no more. From the client's own call, or when it is gone.</summary>
    public void TurnOff(TrackedClient client)
    {
        lock (_gate)
        {
            foreach (byte[] prefix in client.Prefixes)
                Leave(client, prefix);
            client.Prefixes.Clear();
            client.Modes = TrackingModes.None;
            client.HasBrokenRedirect = false;
            client.IsCaching = false;
            if (client.Place >= 0)
            {
                TrackedClient last = _on[^1];
                _on[client.Place] = last;
                last.Place = client.Place;
                _on.RemoveAt(_on.Count - 1);
                client.Place = -1;
                Counted();
            }
        }
        Show(client);
    }

    /// <summary>The client that its messages go to is gone.</summary>
    public static void BreakRedirect(TrackedClient client, ClientSession session)
    {
        if (client.HasBrokenRedirect)
            return;
        client.HasBrokenRedirect = true;
        session.SetFlag('R', true);
        // It may have been turned off meanwhile, by its own thread.
        if (!client.IsOn)
            session.SetFlag('R', false);
    }

    private static void Show(TrackedClient client)
    {
        if (client.Session is not { } session)
            return;
        session.TrackingRedirect = client.IsOn ? client.Redirect : -1;
        session.SetFlag('t', client.IsOn);
        session.SetFlag('B', client.Is(TrackingModes.Broadcast));
        session.SetFlag('R', false);
    }

    /// <summary>The first and the last of them switch listening on and off; within the lock, so that they can't pass each other.</summary>
    private void Counted()
    {
        int before = _count;
        _count = _on.Count;
        if (before == 0 || _count == 0)
            events.Refresh();
    }

    private void AddPrefixes(TrackedClient client, IReadOnlyList<byte[]> prefixes)
    {
        if (prefixes.Count == 0)
            Join(client, []);
        foreach (byte[] prefix in prefixes)
            Join(client, prefix);
    }

    private void Join(TrackedClient client, byte[] prefix)
    {
        if (!client.Prefixes.Add(prefix))
            return;
        int place = PlaceOf(prefix);
        if (place < 0)
        {
            var groups = new List<PrefixGroup>(_prefixes);
            place = ~place;
            groups.Insert(place, new PrefixGroup(prefix));
            groups[place].Add(client);
            _prefixes = [.. groups];
            return;
        }
        _prefixes[place].Add(client);
    }

    private void Leave(TrackedClient client, byte[] prefix)
    {
        int place = PlaceOf(prefix);
        if (_prefixes[place].Remove(client))
            _prefixes = [.. _prefixes[..place], .. _prefixes[(place + 1)..]];
    }

    private int PlaceOf(byte[] prefix)
    {
        PrefixGroup[] groups = _prefixes;
        int low = 0;
        int high = groups.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = groups[middle].Prefix.AsSpan().SequenceCompareTo(prefix);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}
