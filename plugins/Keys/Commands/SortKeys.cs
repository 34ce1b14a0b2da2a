using System.Buffers;

namespace CacheStorm.Plugins.Keys;

/// <summary>
/// Puts many records in order of their keys alone, without comparing: a radix sort from the lowest byte to the highest that passes over
/// the bytes in which all keys are the same. Equals keep their places.
/// </summary>
internal static class SortKeys
{
    private const int Buckets = 256;

    /// <param name="records">The records.</param>
    /// <param name="ordered">Receives them in order; as long.</param>
    public static void Sort(ReadOnlySpan<SortRecord> records, Span<SortRecord> ordered)
    {
        KeyPlace[] from = ArrayPool<KeyPlace>.Shared.Rent(records.Length);
        KeyPlace[] to = ArrayPool<KeyPlace>.Shared.Rent(records.Length);
        ulong differing = 0;
        for (int i = 0; i < records.Length; i++)
        {
            from[i] = new KeyPlace(records[i].Key, i);
            differing |= records[i].Key ^ records[0].Key;
        }

        for (int shift = 0; shift < 64; shift += 8)
        {
            if ((byte)(differing >> shift) == 0)
                continue;
            Pass(from.AsSpan(0, records.Length), to.AsSpan(0, records.Length), shift);
            (from, to) = (to, from);
        }

        for (int i = 0; i < records.Length; i++)
            ordered[i] = records[from[i].Place];
        ArrayPool<KeyPlace>.Shared.Return(from);
        ArrayPool<KeyPlace>.Shared.Return(to);
    }

    private static void Pass(ReadOnlySpan<KeyPlace> from, Span<KeyPlace> to, int shift)
    {
        Span<int> next = stackalloc int[Buckets];
        next.Clear();
        foreach (ref readonly KeyPlace item in from)
            next[(byte)(item.Key >> shift)]++;
        int start = 0;
        foreach (ref int bucket in next)
        {
            int count = bucket;
            bucket = start;
            start += count;
        }
        foreach (ref readonly KeyPlace item in from)
            to[next[(byte)(item.Key >> shift)]++] = item;
    }

    private readonly record struct KeyPlace(ulong Key, int Place);
}
