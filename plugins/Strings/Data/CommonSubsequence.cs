using System.Buffers;
using System.Numerics;

namespace CacheStorm.Plugins.Strings;

/// <summary>
/// The longest common subsequence of two strings, found a machine word of columns at a time
/// (Crochemore, Iliopoulos, Pinzon, Reid: "A fast and practical bit-vector algorithm for the longest common subsequence
/// problem", 2001; in the form given by Hyyrö, 2004).
/// <para>
/// Row i of the table of lengths is kept as one bit a column, cleared where the length grows from the column before. So a cell costs
/// one bit, and the way back through the table needs nothing else. Owned by one call; small tables are rented and go back by
/// <see cref="Dispose"/>, large ones are left to the collector rather than kept by the pool.
/// </para>
/// </summary>
internal ref struct CommonSubsequence
{
    private const int LargestRented = 1 << 17;

    private readonly ReadOnlySpan<byte> _first;
    private readonly ReadOnlySpan<byte> _second;
    private readonly int _words;
    private ulong[]? _rows;
    private int _row;
    private int _column;

    private CommonSubsequence(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int words)
    {
        _first = first;
        _second = second;
        _words = words;
        _row = first.Length;
        _column = second.Length;
    }

    /// <summary>The length of the subsequence.</summary>
    public int Length { get; private set; }

    /// <summary>False when the table of two strings is larger than an array can be.</summary>
    public static bool Fits(int first, int second) => first * ((second + 63L) >> 6) <= Array.MaxLength / sizeof(ulong);

    /// <summary>Computes the length alone, in memory for one row.</summary>
    public static int LengthOf(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using CommonSubsequence lcs = Compute(first, second, keepRows: false);
        return lcs.Length;
    }

    /// <summary>Computes the table, for <see cref="TryStepBack"/>.</summary>
    public static CommonSubsequence Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Compute(first, second, keepRows: true);

    /// <summary>
    /// Walks the table backwards and finds the next run of bytes that lie side by side in both strings: the last run first.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <returns>False when there are no more.</returns>
    public bool TryStepBack(out CommonRun run)
    {
        while (_row > 0 && _column > 0)
        {
            if (_first[_row - 1] != _second[_column - 1])
            {
                // Where the length grows here it grew in the row above, too: that way is longer than the one to the left.
                if (GrowsAt(_row, _column))
                    _row--;
                else
                    _column--;
                continue;
            }

            int length = 0;
            do
            {
                _row--;
                _column--;
                length++;
            }
            while (_row > 0 && _column > 0 && _first[_row - 1] == _second[_column - 1]);
            run = new CommonRun(_row, _column, length);
            return true;
        }
        run = default;
        return false;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Return(_rows);
        _rows = null;
    }

    private readonly bool GrowsAt(int row, int column)
    {
        int bit = column - 1;
        return (_rows![(long)(row - 1) * _words + (bit >> 6)] & (1UL << (bit & 63))) == 0;
    }

    private static CommonSubsequence Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, bool keepRows)
    {
        int words = (second.Length + 63) >> 6;
        var lcs = new CommonSubsequence(first, second, words);
        if (first.IsEmpty || second.IsEmpty)
            return lcs;

        ulong[] masks = RentMasks(first, second, words, out SymbolSlots slots);
        ulong[] rows = Rent(checked(keepRows ? first.Length * words : words));
        lcs._rows = rows;

        Span<ulong> row = rows.AsSpan(0, words);
        row.Fill(ulong.MaxValue);
        for (int i = 0; i < first.Length; i++)
        {
            ReadOnlySpan<ulong> mask = masks.AsSpan(slots[first[i]] * words, words);
            Span<ulong> next = keepRows ? rows.AsSpan(i * words, words) : row;
            Advance(row, mask, next);
            row = next;
        }
        Return(masks);

        int same = 0;
        foreach (ulong word in row)
            same += BitOperations.PopCount(word);
        // Columns beyond the string never match, so their bits stay set.
        lcs.Length = words * 64 - same;
        return lcs;
    }

    /// <summary>One row from the row above: V' = (V + (V and M)) or (V and not M), carried from word to word.</summary>
    private static void Advance(ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> mask, Span<ulong> next)
    {
        ulong carry = 0;
        for (int w = 0; w < mask.Length; w++)
        {
            ulong bits = row[w];
            ulong matches = bits & mask[w];
            ulong sum = bits + matches;
            ulong carried = sum + carry;
            carry = (sum < bits ? 1UL : 0UL) | (carried < sum ? 1UL : 0UL);
            next[w] = carried | (bits & ~mask[w]);
        }
    }

    /// <summary>For each byte that the first string has: where the second one has it, one bit a column.</summary>
    private static ulong[] RentMasks(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int words, out SymbolSlots slots)
    {
        slots = default;
        Span<bool> present = stackalloc bool[256];
        present.Clear();
        int symbols = 0;
        foreach (byte symbol in first)
        {
            if (present[symbol])
                continue;
            present[symbol] = true;
            slots[symbol] = (byte)symbols++;
        }

        ulong[] masks = Rent(checked(symbols * words));
        masks.AsSpan(0, symbols * words).Clear();
        for (int column = 0; column < second.Length; column++)
        {
            byte symbol = second[column];
            if (present[symbol])
                masks[slots[symbol] * words + (column >> 6)] |= 1UL << (column & 63);
        }
        return masks;
    }

    private static ulong[] Rent(int words) =>
        words <= LargestRented ? ArrayPool<ulong>.Shared.Rent(words) : GC.AllocateUninitializedArray<ulong>(words);

    private static void Return(ulong[]? array)
    {
        // What the pool hands out for the largest wish is at most a power of two long; anything longer was not its own.
        if (array is not null && array.Length <= LargestRented)
            ArrayPool<ulong>.Shared.Return(array);
    }

    [System.Runtime.CompilerServices.InlineArray(256)]
    private struct SymbolSlots
    {
        private byte _element;
    }
}

/// <summary>A run of bytes that lie side by side in both strings.</summary>
/// <param name="First">Where it begins in the first string.</param>
/// <param name="Second">Where it begins in the second string.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct CommonRun(int First, int Second, int Length);
