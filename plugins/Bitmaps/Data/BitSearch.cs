using System.Numerics;

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>Finds the first bit of a kind. Whole bytes without one are skipped by vectorised search.</summary>
internal static class BitSearch
{
    /// <summary>The first bit of a kind within a range of a string's bits.</summary>
    /// <param name="bytes">The string.</param>
    /// <param name="set">True: a bit that is set; false: one that is clear.</param>
    /// <param name="range">The range; not empty, within the string.</param>
    /// <returns>The bit's offset in the string; -1: there is none.</returns>
    public static long First(ReadOnlySpan<byte> bytes, bool set, BitRange range)
    {
        byte without = set ? (byte)0x00 : (byte)0xFF;
        int first = (int)(range.First >> 3);
        int last = (int)(range.Last >> 3);
        uint fromFirst = 0xFFu >> (int)(range.First & 7);
        uint toLast = 0xFF80u >> (int)(range.Last & 7) & 0xFF;

        uint wanted = (uint)(bytes[first] ^ without) & fromFirst & (first == last ? toLast : 0xFF);
        if (wanted != 0)
            return OffsetIn(first, wanted);
        if (first == last)
            return -1;

        int found = bytes[(first + 1)..last].IndexOfAnyExcept(without);
        if (found >= 0)
            return OffsetIn(first + 1 + found, (uint)(bytes[first + 1 + found] ^ without));

        wanted = (uint)(bytes[last] ^ without) & toLast;
        return wanted != 0 ? OffsetIn(last, wanted) : -1;
    }

    private static long OffsetIn(int index, uint wanted) => 8L * index + BitOperations.LeadingZeroCount(wanted) - 24;
}
