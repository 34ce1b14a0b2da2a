namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>How a sorted set is laid out; Redis' names are <c>listpack</c> and <c>skiplist</c>.</summary>
internal enum SortedSetEncoding : byte
{
    /// <summary>A listpack in the record: <see cref="PackedMembers"/>.</summary>
    Packed = 0,

    /// <summary>A table and a tree in native blocks: <see cref="RankedMembers"/>.</summary>
    Ranked = 1,
}
