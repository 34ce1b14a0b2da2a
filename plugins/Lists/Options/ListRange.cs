namespace CacheStorm.Plugins.Lists.Options;

/// <summary>A range of elements as LRANGE and LTRIM name it, cut to what is there.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Count">How many; 0: none.</param>
internal readonly record struct ListRange(long Start, long Count)
{
    public static ListRange Of(long start, long stop, long length)
    {
        if (start < 0)
            start = Math.Max(0, start + length);
        if (stop < 0)
            stop += length;
        if (start > stop || start >= length)
            return default;
        return new ListRange(start, Math.Min(stop, length - 1) - start + 1);
    }
}
