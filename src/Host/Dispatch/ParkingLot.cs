using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Who waits for which key, in the order in which they came. Guarded by its own lock, which is the innermost of all. A client is
/// entered under the locks of its keys, so no writer of them can miss it.
/// </summary>
internal sealed class ParkingLot
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Dictionary<KeyBytes, LinkedList<ParkedCall>>> _byNamespace = [];
    private int _waitingForKeys;
    private long _entered;

    /// <summary>True when somebody waits for a key: writers need not look otherwise.</summary>
    public bool HasWaiters => Volatile.Read(ref _waitingForKeys) != 0;

    public void Enter(ParkedCall call)
    {
        lock (_gate)
        {
            call.Order = ++_entered;
            if (!_byNamespace.TryGetValue(call.Namespace, out Dictionary<KeyBytes, LinkedList<ParkedCall>>? keys))
                _byNamespace[call.Namespace] = keys = new(KeyComparer.Instance);
            foreach (KeyBytes key in call.Keys)
            {
                if (!keys.TryGetValue(key, out LinkedList<ParkedCall>? waiters))
                    keys[key] = waiters = new LinkedList<ParkedCall>();
                if (waiters.Last?.Value != call)
                    waiters.AddLast(call);
            }
            _waitingForKeys++;
        }
    }

    public void Leave(ParkedCall call)
    {
        if (call.Keys.Length == 0)
            return;
        lock (_gate)
        {
            Dictionary<KeyBytes, LinkedList<ParkedCall>> keys = _byNamespace[call.Namespace];
            foreach (KeyBytes key in call.Keys)
            {
                if (keys.TryGetValue(key, out LinkedList<ParkedCall>? waiters) && waiters.Remove(call) && waiters.Count == 0)
                    keys.Remove(key);
            }
            _waitingForKeys--;
        }
    }

    /// <summary>The key as it is kept here, if somebody waits for it.</summary>
    public bool TryGetKey(int namespaceIndex, ReadOnlySpan<byte> key, out KeyBytes known)
    {
        known = default;
        lock (_gate)
        {
            return _byNamespace.TryGetValue(namespaceIndex, out Dictionary<KeyBytes, LinkedList<ParkedCall>>? keys)
                && keys.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out known, out _);
        }
    }

    /// <summary>Some of those who wait for a key, first come first.</summary>
    /// <param name="namespaceIndex">The key's namespace.</param>
    /// <param name="key">The key.</param>
    /// <param name="after">Only those who came after this one (<see cref="ParkedCall.Order"/>).</param>
    /// <param name="most">How many at most.</param>
    public ParkedCall[] WaitersOf(int namespaceIndex, KeyBytes key, long after, int most)
    {
        lock (_gate)
        {
            if (!_byNamespace.TryGetValue(namespaceIndex, out Dictionary<KeyBytes, LinkedList<ParkedCall>>? keys)
                || !keys.TryGetValue(key, out LinkedList<ParkedCall>? waiters))
                return [];
            LinkedListNode<ParkedCall>? place = waiters.First;
            while (place is not null && place.Value.Order <= after)
                place = place.Next;
            var taken = new ParkedCall[Math.Min(most, waiters.Count)];
            int count = 0;
            for (; place is not null && count < taken.Length; place = place.Next)
                taken[count++] = place.Value;
            return count == taken.Length ? taken : taken[..count];
        }
    }

    /// <summary>All keys of a namespace that somebody waits for.</summary>
    public KeyBytes[] KeysOf(int namespaceIndex)
    {
        lock (_gate)
        {
            return _byNamespace.TryGetValue(namespaceIndex, out Dictionary<KeyBytes, LinkedList<ParkedCall>>? keys)
                ? [.. keys.Keys] : [];
        }
    }

    private sealed class KeyComparer : IEqualityComparer<KeyBytes>, IAlternateEqualityComparer<ReadOnlySpan<byte>, KeyBytes>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals(KeyBytes x, KeyBytes y) => x.Equals(y);

        public int GetHashCode([DisallowNull] KeyBytes key) => GetHashCode(key.Bytes);

        public bool Equals(ReadOnlySpan<byte> alternate, KeyBytes other) => alternate.SequenceEqual(other.Bytes);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)XxHash3.HashToUInt64(alternate, s_seed);

        public KeyBytes Create(ReadOnlySpan<byte> alternate) => new(alternate.ToArray());

        private static readonly long s_seed = Random.Shared.NextInt64();
    }
}
