namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// The clients that are told of all changes of keys with one prefix. The members are guarded by the lock; whoever broadcasts works on an
/// array of them, which is made when it is asked for and thrown away when somebody comes or goes.
/// </summary>
internal sealed class PrefixGroup(byte[] prefix)
{
    private readonly Lock _gate = new();
    private readonly HashSet<TrackedClient> _members = [];
    private TrackedClient[]? _array;

    public byte[] Prefix { get; } = prefix;

    public TrackedClient[] Members
    {
        get
        {
            lock (_gate)
                return _array ??= [.. _members];
        }
    }

    public bool Matches(ReadOnlySpan<byte> key) => key.StartsWith(Prefix);

    public void Add(TrackedClient client)
    {
        lock (_gate)
        {
            _members.Add(client);
            _array = null;
        }
    }

    /// <summary>Takes a member out.</summary>
    /// <returns>True: it was the last one.</returns>
    public bool Remove(TrackedClient client)
    {
        lock (_gate)
        {
            _members.Remove(client);
            _array = null;
            return _members.Count == 0;
        }
    }
}
