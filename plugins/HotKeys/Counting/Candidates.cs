namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// The keys of the highest counts, with their bytes: what a sketch of fingerprints can't give back. A key is known by its 64-bit hash. The
/// room for a key's bytes is used again for the next one in its place. Not thread-safe: its owner has the lock.
/// </summary>
internal sealed class Candidates
{
    /// <summary>How many there are at most. A hundred keys fall on sixteen stripes, and never so unevenly that one gets as many.</summary>
    public const int Capacity = 32;

    /// <summary>Longer keys are not remembered; so memory has a bound.</summary>
    public const int LongestKey = 1024;

    private readonly ulong[] _hashes = new ulong[Capacity];
    private readonly uint[] _counts = new uint[Capacity];
    private readonly byte[][] _keys = new byte[Capacity][];
    private readonly int[] _lengths = new int[Capacity];
    private uint _least;

    public Candidates() => Array.Fill(_keys, []);

    public int Count { get; private set; }

    /// <summary>A candidate's key.</summary>
    public ReadOnlySpan<byte> KeyAt(int index) => _keys[index].AsSpan(0, _lengths[index]);

    /// <summary>A candidate's hash.</summary>
    public ulong HashAt(int index) => _hashes[index];

    /// <summary>The count that a key was last offered with; 0: it is no candidate.</summary>
    public uint CountOf(ulong hash)
    {
        int index = _hashes.AsSpan(0, Count).IndexOf(hash);
        return index < 0 ? 0 : _counts[index];
    }

    /// <summary>A key's count has changed: it may have become one of the highest.</summary>
    public void Offer(ulong hash, ReadOnlySpan<byte> key, uint count)
    {
        if (count <= _least)
            return;
        int index = _hashes.AsSpan(0, Count).IndexOf(hash);
        if (index >= 0)
        {
            _counts[index] = Math.Max(_counts[index], count);
            return;
        }
        if (key.Length > LongestKey)
            return;
        if (Count < Capacity)
        {
            Put(Count++, hash, key, count);
            return;
        }
        index = Lowest();
        _least = _counts[index];
        if (count <= _least)
            return;
        Put(index, hash, key, count);
    }

    public void Clear()
    {
        Count = 0;
        _least = 0;
    }

    private int Lowest()
    {
        int lowest = 0;
        for (int i = 1; i < _counts.Length; i++)
        {
            if (_counts[i] < _counts[lowest])
                lowest = i;
        }
        return lowest;
    }

    private void Put(int index, ulong hash, ReadOnlySpan<byte> key, uint count)
    {
        if (_keys[index].Length < key.Length)
            _keys[index] = new byte[key.Length];
        key.CopyTo(_keys[index]);
        _lengths[index] = key.Length;
        _hashes[index] = hash;
        _counts[index] = count;
    }
}
