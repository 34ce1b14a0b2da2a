using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace CacheStorm.Plugins.Transactions.Watching;

/// <summary>
/// Who watches which key. Divided into parts by the key's hash, each with a lock of its own, the innermost of all: it is taken with the key's own
/// lock held, or by a client that gives up its watch. An array of counters says, without a lock, that a key is watched by nobody:
/// that is all that most changes cost while somebody watches, and while nobody does key events are not asked for.
/// </summary>
internal sealed class WatchTable(IKeyEvents events) : IKeyObserver
{
    private const int PartBits = 6;
    private const int CounterBits = 14;

    private readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));
    private readonly Part[] _parts = [.. Enumerable.Range(0, 1 << PartBits).Select(_ => new Part())];
    private readonly int[] _counters = new int[1 << CounterBits];
    private readonly Lock _gate = new();
    private volatile int _watches;

    /// <inheritdoc/>
    public KeyEventKinds Interests => _watches == 0 ? KeyEventKinds.None : KeyEventKinds.Modified | KeyEventKinds.Flushed | KeyEventKinds.Invalidated;

    /// <summary>How many keys are watched by anybody.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Part part in _parts)
            {
                lock (part.Gate)
                    count += part.Keys.Count;
            }
            return count;
        }
    }

    public ulong HashOf(int namespaceIndex, ReadOnlySpan<byte> key) => XxHash3.HashToUInt64(key, _seed + namespaceIndex);

    /// <summary>One client more watches.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            if (++_watches == 1)
                events.Refresh();
        }
    }

    /// <summary>One client less.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_watches == 0)
                events.Refresh();
        }
    }

    /// <summary>Begins to watch a key, whose lock is held.</summary>
    public void Add(WatchedKey one)
    {
        Part part = PartOf(one.Hash);
        lock (part.Gate)
        {
            if (!part.TryFind(one.Hash, one.Namespace, one.Key, out KeyWatchers? watchers))
            {
                watchers = new KeyWatchers(one.Namespace, one.Key);
                part.Add(one.Hash, watchers);
                Interlocked.Increment(ref CounterOf(one.Hash));
            }
            watchers.Add(one);
        }
    }

    /// <summary>Ends to watch a key, unless it was changed and so is not watched any more.</summary>
    public void Remove(WatchedKey one)
    {
        Part part = PartOf(one.Hash);
        lock (part.Gate)
        {
            if (one.Watchers is not { } watchers)
                return;
            watchers.Remove(one);
            if (watchers.First is null)
                Forget(part, one.Hash, watchers);
        }
    }

    /// <inheritdoc/>
    public void OnKeyEvent(in KeyEvent keyEvent)
    {
        if (keyEvent.Kind == KeyEventKinds.Flushed)
            Flushed(keyEvent.Namespace);
        else
            Changed(keyEvent.Namespace, keyEvent.Key);
    }

    private void Changed(int namespaceIndex, ReadOnlySpan<byte> key)
    {
        ulong hash = HashOf(namespaceIndex, key);
        if (Volatile.Read(ref CounterOf(hash)) == 0)
            return;
        Part part = PartOf(hash);
        lock (part.Gate)
        {
            if (!part.TryFind(hash, namespaceIndex, key, out KeyWatchers? watchers))
                return;
            while (watchers.First is { } one)
            {
                watchers.Remove(one);
                one.Watch.Break();
            }
            Forget(part, hash, watchers);
        }
    }

    /// <summary>All keys of a namespace are gone. Those that did not exist before are looked at by EXEC: other data may have come in.</summary>
    private void Flushed(int namespaceIndex)
    {
        var gone = new List<WatchedKey>();
        foreach (Part part in _parts)
        {
            lock (part.Gate)
            {
                part.AddThoseThatExisted(namespaceIndex, gone);
                foreach (WatchedKey one in gone)
                {
                    KeyWatchers watchers = one.Watchers!;
                    watchers.Remove(one);
                    one.Watch.Break();
                    if (watchers.First is null)
                        Forget(part, one.Hash, watchers);
                }
            }
            gone.Clear();
        }
    }

    private void Forget(Part part, ulong hash, KeyWatchers watchers)
    {
        part.Remove(hash, watchers);
        Interlocked.Decrement(ref CounterOf(hash));
    }

    private Part PartOf(ulong hash) => _parts[hash >> (64 - PartBits)];

    private ref int CounterOf(ulong hash) => ref _counters[hash & ((1 << CounterBits) - 1)];

    /// <summary>A part of the table: its keys by their hash. Guarded by its lock.</summary>
    private sealed class Part
    {
        public readonly Lock Gate = new();
        public readonly Dictionary<ulong, KeyWatchers> Keys = [];

        public bool TryFind(ulong hash, int namespaceIndex, ReadOnlySpan<byte> key, [NotNullWhen(true)] out KeyWatchers? watchers)
        {
            Keys.TryGetValue(hash, out watchers);
            while (watchers is not null && !watchers.Is(namespaceIndex, key))
                watchers = watchers.Sibling;
            return watchers is not null;
        }

        public void Add(ulong hash, KeyWatchers watchers)
        {
            Keys.TryGetValue(hash, out KeyWatchers? sibling);
            watchers.Sibling = sibling;
            Keys[hash] = watchers;
        }

        public void Remove(ulong hash, KeyWatchers watchers)
        {
            KeyWatchers first = Keys[hash];
            if (first == watchers)
            {
                if (watchers.Sibling is null)
                    Keys.Remove(hash);
                else
                    Keys[hash] = watchers.Sibling;
                return;
            }
            while (first.Sibling != watchers)
                first = first.Sibling!;
            first.Sibling = watchers.Sibling;
        }

        public void AddThoseThatExisted(int namespaceIndex, List<WatchedKey> found)
        {
            foreach (KeyWatchers chain in Keys.Values)
            {
                for (KeyWatchers? watchers = chain; watchers is not null; watchers = watchers.Sibling)
                {
                    if (watchers.Namespace != namespaceIndex)
                        continue;
                    for (WatchedKey? one = watchers.First; one is not null; one = one.Next)
                    {
                        if (one.Existed)
                            found.Add(one);
                    }
                }
            }
        }
    }
}
