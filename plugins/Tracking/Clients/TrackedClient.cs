namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// A connection that is tracked, or was. It stays with its connection, so that keys remembered before OFF are told of again after ON, as in
/// Redis. Modes and redirection are written by <see cref="TrackedClients"/> under its lock and read by every thread that changes keys;
/// <see cref="IsCaching"/>, <see cref="HasReadInside"/> and the prefixes belong to the connection's own calls.
/// </summary>
internal sealed class TrackedClient(ClientSession session)
{
    /// <summary>The state of a connection that has ever been tracked.</summary>
    public static readonly SessionSlot<TrackedClient> Slot = new();

    private volatile ClientSession? _session = session;
    private volatile TrackingModes _modes;
    private volatile bool _hasBrokenRedirect;
    private long _redirect;

    /// <summary>The connection; null when it is gone.</summary>
    public ClientSession? Session => _session;

    public TrackingModes Modes
    {
        get => _modes;
        set => _modes = value;
    }

    public bool IsOn => (_modes & TrackingModes.On) != 0;

    /// <summary>The client that its messages go to; 0: itself.</summary>
    public long Redirect
    {
        get => Volatile.Read(ref _redirect);
        set => Volatile.Write(ref _redirect, value);
    }

    /// <summary>A message could not be sent because the client that it was to go to is gone.</summary>
    public bool HasBrokenRedirect
    {
        get => _hasBrokenRedirect;
        set => _hasBrokenRedirect = value;
    }

    /// <summary>CLIENT CACHING was said for the next command, or the transaction that it begins.</summary>
    public bool IsCaching { get; set; }

    /// <summary>A command that the running one called has read something.</summary>
    public bool HasReadInside { get; set; }

    /// <summary>Its prefixes in the order of their bytes.</summary>
    public SortedSet<byte[]> Prefixes { get; } = new(KeyOrder.Instance);

    /// <summary>Its place in the list of tracked clients; -1: it is not there.</summary>
    public int Place { get; set; } = -1;

    public bool Is(TrackingModes mode) => (_modes & mode) != 0;

    /// <summary>The connection is gone: nothing may keep it alive.</summary>
    public void Forget() => _session = null;
}
