using System.Numerics;

namespace CacheStorm.Plugins.Eviction;

/// <summary>
/// How often keys were seen lately, estimated: a count-min sketch (Cormode, Muthukrishnan, 2005) of 4-bit counters with conservative
/// growth, in which all counts are halved once ten times as many uses as keys have been counted, so that old fame fades ("aging", from
/// Einziger, Friedman, Manes: "TinyLFU: A Highly Efficient Cache Admission Policy", ACM Transactions on Storage 13, 2017).
/// <para>
/// Thread-safe without locks: a counter that two threads raise at once may be raised once. Halving goes in small slices, done by those who
/// count, so no caller ever waits for a pass over the whole table. Only <see cref="EnsureCapacity"/> takes a lock.
/// </para>
/// </summary>
internal sealed class FrequencySketch
{
    /// <summary>The largest estimate.</summary>
    public const int Max = 15;

    private const int Rows = 4;
    private const int CountersPerRow = 4; // of one row in one word
    private const int SampleFactor = 10;
    private const int Slice = 64;
    private const ulong HalfMask = 0x7777777777777777;

    private readonly Lock _growing = new();
    private volatile Table _table;

    public FrequencySketch(long capacity) => _table = new Table(WordsFor(capacity));

    /// <summary>For how many keys there is room.</summary>
    public long Capacity => (long)_table.Words.Length * CountersPerRow;

    /// <summary>Counts one use of a key.</summary>
    public void Count(ulong keyHash)
    {
        Table table = _table;
        int estimate = Estimate(table, keyHash);
        if (estimate < Max)
        {
            for (int row = 0; row < Rows; row++)
                Raise(table, keyHash, row, estimate);
        }
        if (Interlocked.Increment(ref table.Counted) >= table.Horizon)
            Age(table);
    }

    /// <summary>How often a key was seen lately: 0 to <see cref="Max"/>, rather too high than too low.</summary>
    public int Estimate(ulong keyHash) => Estimate(_table, keyHash);

    /// <summary>Makes room for more keys. The estimates stay.</summary>
    public void EnsureCapacity(long capacity)
    {
        if (capacity <= Capacity)
            return;
        lock (_growing)
        {
            if (capacity > Capacity)
                _table = new Table(WordsFor(capacity), _table);
        }
    }

    private static int WordsFor(long capacity) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(capacity / CountersPerRow, Slice, 1 << 26));

    private static int Estimate(Table table, ulong keyHash)
    {
        int estimate = Max;
        for (int row = 0; row < Rows; row++)
        {
            (int index, int shift) = Place(table, keyHash, row);
            estimate = Math.Min(estimate, (int)(Volatile.Read(ref table.Words[index]) >> shift) & Max);
        }
        return estimate;
    }

    private static void Raise(Table table, ulong keyHash, int row, int from)
    {
        (int index, int shift) = Place(table, keyHash, row);
        ref ulong word = ref table.Words[index];
        ulong seen = Volatile.Read(ref word);
        // A counter above the estimate counts others, too: raising it would only make their estimates worse.
        if (((int)(seen >> shift) & Max) == from)
            Interlocked.CompareExchange(ref word, seen + (1UL << shift), seen);
    }

    /// <summary>Each row has four of a word's sixteen counters, and looks for its word by a hash of its own.</summary>
    private static (int Index, int Shift) Place(Table table, ulong keyHash, int row)
    {
        ulong hash = (keyHash + (ulong)row * 0x9E3779B97F4A7C15) * 0xD1342543DE82EF95;
        hash ^= hash >> 32;
        int counter = row * CountersPerRow + (int)(hash >> 62);
        return ((int)hash & (table.Words.Length - 1), counter * 4);
    }

    /// <summary>Halves a slice of the counters; whoever gets the last one starts the next period.</summary>
    private static void Age(Table table)
    {
        int start = Interlocked.Add(ref table.Halved, Slice) - Slice;
        if (start >= table.Words.Length)
            return; // others have the last slices in hand
        foreach (ref ulong word in table.Words.AsSpan(start, Slice))
        {
            ulong seen = Volatile.Read(ref word);
            Interlocked.CompareExchange(ref word, (seen >> 1) & HalfMask, seen);
        }
        if (start + Slice < table.Words.Length)
            return;
        Interlocked.Exchange(ref table.Counted, table.Horizon / 2);
        Interlocked.Exchange(ref table.Halved, 0);
    }

    /// <summary>The counters of one size. Replaced by a larger one when there are more keys.</summary>
    private sealed class Table
    {
        public readonly ulong[] Words;
        public readonly long Horizon;
        public long Counted;
        public int Halved;

        public Table(int words)
        {
            Words = new ulong[words];
            Horizon = (long)words * CountersPerRow * SampleFactor;
        }

        /// <summary>A place in the larger table is that of the smaller one with more bits in front: each word is copied to all it may now be.</summary>
        public Table(int words, Table smaller)
            : this(words)
        {
            for (int start = 0; start < words; start += smaller.Words.Length)
                smaller.Words.CopyTo(Words, start);
            Counted = Interlocked.Read(ref smaller.Counted);
        }
    }
}
