using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.Transactions.Watching;

/// <summary>
/// What a client watches, from its first WATCH to the end of its transaction. The list belongs to the client's session; whether the watch is broken
/// is set once, by whoever changes one of the keys, and read by the session.
/// </summary>
internal sealed class Watch(ClientSession client, WatchTable table)
{
    private readonly List<WatchedKey> _keys = [];
    private readonly List<ulong> _hashes = [];
    private volatile bool _isBroken;
    private bool _isCounted;

    /// <summary>One of the keys was changed.</summary>
    public bool IsBroken => _isBroken;

    public int Count => _keys.Count;

    /// <summary>Watches a key, whose lock is held. One that is watched already stays as it is.</summary>
    public void Add(Keyspace keyspace, ReadOnlySpan<byte> key)
    {
        ulong hash = table.HashOf(keyspace.Index, key);
        if (Contains(hash, keyspace.Index, key))
            return;

        // Whoever changes the key waits for its lock, and tells us from then on.
        if (!_isCounted)
            table.Enter();
        _isCounted = true;
        bool exists = keyspace.Exists(key, Lookup.Peek);
        var one = new WatchedKey(this, keyspace.Index, hash, key.ToArray(), exists);
        _keys.Add(one);
        _hashes.Add(hash);
        table.Add(one);
    }

    /// <summary>Names the keys for EXEC, which looks at them: with their locks held nobody can change them.</summary>
    public void DeclareKeys(int namespaceIndex, KeyDeclaration keys)
    {
        foreach (WatchedKey one in _keys)
        {
            if (keys.IsAlone)
                return;
            if (one.Namespace == namespaceIndex)
                keys.Add(one.Key);
            else
                keys.RunAlone();
        }
    }

    /// <summary>
    /// True when no key has changed; the locks of all are held. That a key expired is seen here at the latest, and so is what a swap of
    /// namespaces brought in.
    /// </summary>
    public bool Holds(CommandContext context)
    {
        foreach (WatchedKey one in _keys)
        {
            if (_isBroken)
                return false;
            Keyspace? keyspace = one.Namespace == context.Keyspace.Index ? context.Keyspace : context.KeyspaceOf(one.Namespace);
            if ((keyspace?.Exists(one.Key, Lookup.Peek) ?? false) != one.Existed)
                return false;
        }

        return !_isBroken;
    }

    /// <summary>A key was changed. Called with the lock of its part of the table held, while the watch stands in it.</summary>
    public void Break()
    {
        if (_isBroken)
            return;
        _isBroken = true;
        client.SetFlag('d', on: true);
    }

    /// <summary>Nothing is watched any more.</summary>
    public void End()
    {
        foreach (WatchedKey one in _keys)
            table.Remove(one);
        if (_isCounted)
            table.Leave();
        // Out of the table nobody can break it any more: what was set stays unset.
        if (_isBroken)
            client.SetFlag('d', on: false);
    }

    private bool Contains(ulong hash, int namespaceIndex, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<ulong> hashes = CollectionsMarshal.AsSpan(_hashes);
        int found = hashes.IndexOf(hash);
        return found >= 0 && _keys[found].Namespace == namespaceIndex && key.SequenceEqual(_keys[found].Key);
    }
}
