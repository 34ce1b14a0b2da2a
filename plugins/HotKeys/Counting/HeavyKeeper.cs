using System.Numerics;

namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// Counts the frequent among very many keys in a fixed number of counters: J. Gong, T. Yang, H. Zhang, H. Li, S. Uhlig, S. Chen,
/// L. Uden, X. Li: "HeavyKeeper: An Accurate Algorithm for Finding Top-k Elephant Flows", USENIX ATC 2018. Each row has one counter for a
/// key, which belongs to the key whose fingerprint stands in it. Another key that comes by takes one off with a probability that falls
/// exponentially with the count, and gets the counter at zero: rare keys chase each other away and never a frequent one. A count is hardly
/// ever too high, and too low by little for keys that matter. Not thread-safe: its owner has the lock.
/// </summary>
internal sealed class HeavyKeeper
{
    private const int Rows = 2;

    /// <summary>The paper's choice, between one that lets rare keys stay and one that lets none rise.</summary>
    private const double Base = 1.08;

    /// <summary>Of counts from the table's length on nothing is taken: it would happen less than once in four billion times.</summary>
    private static readonly uint[] s_chances = Chances();

    /// <summary>The upper half is a fingerprint, the lower one a count; no count: nobody's.</summary>
    private readonly ulong[] _counters;
    private readonly int _mask;
    private ulong _random = 0x9E3779B97F4A7C15;

    /// <summary>Makes an empty one.</summary>
    /// <param name="counters">How many counters it has; a power of two.</param>
    public HeavyKeeper(int counters)
    {
        _counters = new ulong[counters];
        _mask = counters / Rows - 1;
    }

    /// <summary>Counts a key once.</summary>
    /// <param name="hash">The key's hash.</param>
    /// <returns>What the key's count is now; 0: it has none.</returns>
    public uint Add(ulong hash)
    {
        uint first = Add(ref _counters[FirstPlace(hash)], hash);
        uint second = Add(ref _counters[SecondPlace(hash)], hash);
        return Math.Max(first, second);
    }

    /// <summary>What a key's count is; 0: it has none.</summary>
    public uint CountOf(ulong hash)
    {
        ulong first = _counters[FirstPlace(hash)], second = _counters[SecondPlace(hash)];
        uint fingerprint = (uint)(hash >> 32);
        return Math.Max((uint)(first >> 32) == fingerprint ? (uint)first : 0, (uint)(second >> 32) == fingerprint ? (uint)second : 0);
    }

    public void Clear() => Array.Clear(_counters);

    private uint Add(ref ulong counter, ulong hash)
    {
        ulong mark = hash & 0xFFFFFFFF00000000;
        uint count = (uint)counter;
        if (count == 0)
        {
            counter = mark | 1;
            return 1;
        }
        if (((counter ^ hash) >> 32) == 0)
        {
            if (count == uint.MaxValue)
                return count;
            counter++;
            return count + 1;
        }
        if (count >= (uint)s_chances.Length || NextRandom() >= s_chances[count])
            return 0;
        if (count > 1)
        {
            counter--;
            return 0;
        }
        counter = mark | 1;
        return 1;
    }

    private int FirstPlace(ulong hash) => (int)(hash >> 4) & _mask;

    /// <summary>The second row, behind the first, by a hash of its own.</summary>
    private int SecondPlace(ulong hash) => (int)(BitOperations.RotateLeft(hash, 32) * 0xD1342543DE82EF95 >> 40) & _mask | _mask + 1;

    private uint NextRandom()
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return (uint)(_random >> 32);
    }

    private static uint[] Chances()
    {
        var chances = new List<uint>();
        for (double chance = uint.MaxValue; chance >= 1; chance /= Base)
            chances.Add((uint)chance);
        return [.. chances];
    }
}
