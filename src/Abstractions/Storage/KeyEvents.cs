namespace CacheStorm;

/// <summary>The classes of key events; those up to <see cref="New"/> are Redis' notification classes.</summary>
[Flags]
public enum KeyEventKinds
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Generic commands (g).</summary>
    Generic = 1 << 0,
    /// <summary>String commands ($).</summary>
    String = 1 << 1,
    /// <summary>List commands (l).</summary>
    List = 1 << 2,
    /// <summary>Set commands (s).</summary>
    Set = 1 << 3,
    /// <summary>Hash commands (h).</summary>
    Hash = 1 << 4,
    /// <summary>Sorted set commands (z).</summary>
    SortedSet = 1 << 5,
    /// <summary>A key expired (x).</summary>
    Expired = 1 << 6,
    /// <summary>A key was evicted (e).</summary>
    Evicted = 1 << 7,
    /// <summary>Stream commands (t).</summary>
    Stream = 1 << 8,
    /// <summary>A read missed (m).</summary>
    KeyMiss = 1 << 9,
    /// <summary>Types of plugins (d).</summary>
    Module = 1 << 10,
    /// <summary>A key was created (n).</summary>
    New = 1 << 11,
    /// <summary>A key was invalidated by a tag.</summary>
    Invalidated = 1 << 12,
    /// <summary>Any change to an entry, one event each, without a name: for WATCH and client-side caching.</summary>
    Modified = 1 << 13,
    /// <summary>All keys of a namespace went at once (FLUSHDB, SWAPDB): the key is empty.</summary>
    Flushed = 1 << 14,
}

/// <summary>Something happened to a key.</summary>
public readonly ref struct KeyEvent
{
    /// <summary>Makes an event.</summary>
    /// <param name="namespaceIndex">The key's namespace.</param>
    /// <param name="kind">The event's class.</param>
    /// <param name="name">The event's name in Redis' words; empty for <see cref="KeyEventKinds.Modified"/>.</param>
    /// <param name="key">The key.</param>
    /// <param name="client">Who caused it; null: the server itself.</param>
    public KeyEvent(int namespaceIndex, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key, ClientSession? client)
    {
        Namespace = namespaceIndex;
        Kind = kind;
        Name = name;
        Key = key;
        Client = client;
    }

    /// <summary>The key's namespace.</summary>
    public int Namespace { get; }
    /// <summary>The event's class.</summary>
    public KeyEventKinds Kind { get; }
    /// <summary>The event's name in Redis' words; empty for <see cref="KeyEventKinds.Modified"/>.</summary>
    public ReadOnlySpan<byte> Name { get; }
    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; }
    /// <summary>Who caused it; null: the server itself (expiry, eviction).</summary>
    public ClientSession? Client { get; }
}

/// <summary>
/// Listens to key events. Found by scanning the plugin. Called on the thread that made the change, with the key's lock held:
/// must be quick, must not touch the keyspace, must not throw.
/// </summary>
public interface IKeyObserver
{
    /// <summary>The kinds it wants now. After a change of mind: <see cref="IKeyEvents.Refresh"/>.</summary>
    KeyEventKinds Interests { get; }

    /// <summary>Something happened.</summary>
    /// <param name="keyEvent">What.</param>
    void OnKeyEvent(in KeyEvent keyEvent);

    /// <summary>Whether <see cref="OnRoundEnd"/> is called. After a change of mind: <see cref="IKeyEvents.Refresh"/>.</summary>
    bool WantsRounds => false;

    /// <summary>
    /// A round of work has ended: the commands that one wake-up of a client brought, or work of the server's own. Called on the thread that
    /// has told the round's events, which holds no lock any more; its replies are not sent yet. The place to tell others what is better told
    /// together than key by key. Must be quick and must not throw.
    /// </summary>
    void OnRoundEnd() { }
}

/// <summary>The switchboard of key events. Thread-safe.</summary>
public interface IKeyEvents
{
    /// <summary>Asks all observers for their interests anew.</summary>
    void Refresh();
}
