using System.Numerics;

namespace CacheStorm.Plugins.Geo.Data;

/// <summary>
/// Puts the first few of many keys in order: the quicksort of Bentley and McIlroy ("Engineering a Sort Function", 1993), which passes over
/// parts that are not wanted. Redis uses the same one, so that points at equal distances come out in the same order.
/// </summary>
internal static class PartialSort
{
    private const int SmallPart = 7;
    private const int LargePart = 40;

    /// <param name="keys">The keys.</param>
    /// <param name="wanted">How many of the first must be right.</param>
    public static void Sort(Span<SortKey> keys, int wanted) => Sort(keys, wanted, 4 * BitOperations.Log2((uint)keys.Length | 1));

    private static void Sort(Span<SortKey> keys, int wanted, int splits)
    {
        while (keys.Length >= SmallPart)
        {
            // Keys arranged to make it slow don't make it slow.
            if (splits-- == 0)
            {
                keys.Sort(SortKey.Stable);
                return;
            }

            (int less, int greater) = Split(keys);
            Span<SortKey> left = keys[..less];
            Span<SortKey> right = keys[^greater..];
            int wantedRight = wanted - (keys.Length - greater);
            if (wantedRight <= 0)
            {
                keys = left;
                continue;
            }

            // The larger part goes on here, so that calls nest no deeper than the logarithm.
            if (less < greater)
            {
                Sort(left, wanted, splits);
                keys = right;
                wanted = wantedRight;
            }
            else
            {
                Sort(right, wantedRight, splits);
                keys = left;
            }
        }

        for (int i = 1; i < keys.Length; i++)
        {
            for (int j = i; j > 0 && keys[j - 1].Value > keys[j].Value; j--)
                Swap(keys, j, j - 1);
        }
    }

    /// <summary>Brings smaller keys than a pivot to the left and larger ones to the right.</summary>
    /// <returns>How many there are of each.</returns>
    private static (int Less, int Greater) Split(Span<SortKey> keys)
    {
        Swap(keys, 0, Pivot(keys));
        double pivot = keys[0].Value;

        // Equal keys gather at both ends while the rest is parted.
        int equalLeft = 1, low = 1;
        int equalRight = keys.Length - 1, high = keys.Length - 1;
        while (true)
        {
            for (; low <= high && keys[low].Value <= pivot; low++)
            {
                if (keys[low].Value == pivot)
                    Swap(keys, equalLeft++, low);
            }
            for (; low <= high && keys[high].Value >= pivot; high--)
            {
                if (keys[high].Value == pivot)
                    Swap(keys, high, equalRight--);
            }
            if (low > high)
                break;
            Swap(keys, low++, high--);
        }

        // Then they move into the middle.
        int less = low - equalLeft;
        int greater = equalRight - high;
        SwapRuns(keys, 0, low, Math.Min(equalLeft, less));
        SwapRuns(keys, low, keys.Length, Math.Min(greater, keys.Length - 1 - equalRight));
        return (less, greater);
    }

    private static int Pivot(Span<SortKey> keys)
    {
        int middle = keys.Length / 2;
        if (keys.Length == SmallPart)
            return middle;
        int first = 0;
        int last = keys.Length - 1;
        if (keys.Length > LargePart)
        {
            int step = keys.Length / 8;
            first = Median(keys, first, first + step, first + 2 * step);
            middle = Median(keys, middle - step, middle, middle + step);
            last = Median(keys, last - 2 * step, last - step, last);
        }
        return Median(keys, first, middle, last);
    }

    private static int Median(Span<SortKey> keys, int a, int b, int c)
    {
        double x = keys[a].Value, y = keys[b].Value, z = keys[c].Value;
        if (x < y)
            return y < z ? b : x < z ? c : a;
        return y > z ? b : x < z ? a : c;
    }

    /// <summary>Swaps the run that begins at a place with the one that ends before another.</summary>
    private static void SwapRuns(Span<SortKey> keys, int start, int end, int length)
    {
        for (int i = 0; i < length; i++)
            Swap(keys, start + i, end - length + i);
    }

    private static void Swap(Span<SortKey> keys, int a, int b) => (keys[a], keys[b]) = (keys[b], keys[a]);
}
