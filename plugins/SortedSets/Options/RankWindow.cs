using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>Members by rank: what every range comes down to.</summary>
/// <param name="First">The lowest rank.</param>
/// <param name="Count">How many; never negative.</param>
/// <param name="Known">A place that is known already, perhaps where a walk through the window begins.</param>
internal readonly record struct RankWindow(long First, long Count, SortedSetPlace Known = default)
{
    /// <summary>The ranks from one place to another; none when they are crossed.</summary>
    /// <param name="first">The lower place.</param>
    /// <param name="end">The upper place.</param>
    /// <param name="reversed">True when a walk begins with the highest.</param>
    public static RankWindow Between(SortedSetPlace first, SortedSetPlace end, bool reversed) =>
        new(first.Rank, Math.Max(0, end.Rank - first.Rank), reversed ? end : first);

    /// <summary>Ranks as clients say them: both ends belong to it, negative ones count from the last member.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="stop">The last one.</param>
    /// <param name="count">How many members there are.</param>
    /// <param name="reversed">True when rank 0 is the highest member.</param>
    public static RankWindow Of(long start, long stop, long count, bool reversed)
    {
        if (start < 0)
            start = Math.Max(0, start + count);
        if (stop < 0)
            stop += count;
        stop = Math.Min(stop, count - 1);
        if (start > stop)
            return default;
        return new RankWindow(reversed ? count - 1 - stop : start, stop - start + 1);
    }

    /// <summary>What LIMIT leaves of it.</summary>
    /// <param name="offset">How many to pass over; negative: all.</param>
    /// <param name="limit">How many at most; negative: no limit.</param>
    /// <param name="reversed">True when the walk begins with the highest.</param>
    public RankWindow Limited(long offset, long limit, bool reversed)
    {
        if (offset < 0 || offset >= Count)
            return default;
        long rest = Count - offset;
        long count = limit < 0 ? rest : Math.Min(limit, rest);
        return new RankWindow(reversed ? First + rest - count : First + offset, count, Known);
    }
}
