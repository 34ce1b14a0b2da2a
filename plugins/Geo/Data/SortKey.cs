namespace CacheStorm.Plugins.Geo.Data;

/// <summary>What a found point is sorted by.</summary>
/// <param name="Value">The distance, or its negative.</param>
/// <param name="Index">Which point it is.</param>
internal readonly record struct SortKey(double Value, int Index)
{
    /// <summary>By distance; equals in the order in which they were found.</summary>
    public static readonly Comparison<SortKey> Stable =
        static (left, right) => left.Value != right.Value ? (left.Value < right.Value ? -1 : 1) : left.Index.CompareTo(right.Index);
}
