namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// What has changed in the present round of a thread's work and is told at its end: keys with prefixes that somebody wants, or everything.
/// Belongs to the thread.
/// </summary>
internal sealed class RoundLog
{
    private const int LargestKept = 64 * 1024;

    [ThreadStatic]
    private static RoundLog? s_current;

    private readonly List<Change> _changes = [];
    private byte[] _bytes = new byte[256];
    private int _used;

    /// <summary>A changed key, and who has changed it; null: nobody.</summary>
    public readonly record struct Change(int Start, int Length, ClientSession? Changer);

    /// <summary>The running thread's.</summary>
    public static RoundLog Current => s_current ??= new RoundLog();

    /// <summary>The running thread's, when it has anything to tell.</summary>
    public static RoundLog? ToTell => s_current is { IsEmpty: false } log ? log : null;

    /// <summary>All keys of a namespace went at once.</summary>
    public bool HasFlushed { get; set; }

    public int Count => _changes.Count;

    private bool IsEmpty => _changes.Count == 0 && !HasFlushed;

    public ReadOnlySpan<byte> KeyOf(int index) => _bytes.AsSpan(_changes[index].Start, _changes[index].Length);

    public ClientSession? ChangerOf(int index) => _changes[index].Changer;

    public void Add(ReadOnlySpan<byte> key, ClientSession? changer)
    {
        // Commands change a key several times in a row.
        if (_changes.Count > 0 && key.SequenceEqual(KeyOf(_changes.Count - 1)))
            return;
        if (_bytes.Length - _used < key.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + key.Length));
        key.CopyTo(_bytes.AsSpan(_used));
        _changes.Add(new Change(_used, key.Length, changer));
        _used += key.Length;
    }

    /// <summary>The key that changed last went by itself (its time was up, memory was short): not by the command that found it so.</summary>
    public void WentByItself(ReadOnlySpan<byte> key)
    {
        if (_changes.Count > 0 && key.SequenceEqual(KeyOf(_changes.Count - 1)))
            _changes[^1] = _changes[^1] with { Changer = null };
    }

    /// <summary>The changes in the order of their keys' bytes, the first of each key alone.</summary>
    public int[] InOrder()
    {
        var order = new int[_changes.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (one, other) =>
        {
            int byKey = KeyOf(one).SequenceCompareTo(KeyOf(other));
            return byKey != 0 ? byKey : one.CompareTo(other);
        });
        int kept = 0;
        foreach (int change in order)
        {
            if (kept == 0 || !KeyOf(order[kept - 1]).SequenceEqual(KeyOf(change)))
                order[kept++] = change;
        }
        return order[..kept];
    }

    public void Clear()
    {
        _changes.Clear();
        _used = 0;
        HasFlushed = false;
        if (_bytes.Length > LargestKept)
            _bytes = new byte[256];
        if (_changes.Capacity > LargestKept / 16)
            _changes.Capacity = 0;
    }
}
