namespace CacheStorm.Plugins.Transactions.Watching;

/// <summary>
/// One key in one client's watch: a link in the list of those who watch the key. <see cref="Watchers"/> and the links are guarded by the lock of
/// the key's part of the <see cref="WatchTable"/>; the rest never changes.
/// </summary>
internal sealed class WatchedKey(Watch watch, int namespaceIndex, ulong hash, byte[] key, bool existed)
{
    public Watch Watch { get; } = watch;
    public int Namespace { get; } = namespaceIndex;
    public ulong Hash { get; } = hash;
    public byte[] Key { get; } = key;

    /// <summary>Whether there was such a key when it was watched.</summary>
    public bool Existed { get; } = existed;

    /// <summary>All who watch the key; null once it was changed, or is watched no more.</summary>
    public KeyWatchers? Watchers { get; set; }

    public WatchedKey? Previous { get; set; }
    public WatchedKey? Next { get; set; }
}

/// <summary>All who watch one key. Guarded by the lock of the key's part of the <see cref="WatchTable"/>.</summary>
internal sealed class KeyWatchers(int namespaceIndex, byte[] key)
{
    public int Namespace { get; } = namespaceIndex;
    public byte[] Key { get; } = key;
    public WatchedKey? First { get; set; }

    /// <summary>Another key of the same hash.</summary>
    public KeyWatchers? Sibling { get; set; }

    public bool Is(int namespaceIndex, ReadOnlySpan<byte> key) => Namespace == namespaceIndex && key.SequenceEqual(Key);

    public void Add(WatchedKey one)
    {
        one.Watchers = this;
        one.Next = First;
        if (First is not null)
            First.Previous = one;
        First = one;
    }

    public void Remove(WatchedKey one)
    {
        if (one.Previous is null)
            First = one.Next;
        else
            one.Previous.Next = one.Next;
        if (one.Next is not null)
            one.Next.Previous = one.Previous;
        one.Watchers = null;
        one.Previous = null;
        one.Next = null;
    }
}
