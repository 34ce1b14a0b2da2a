namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>A place between two members of a sorted set (or in front of the first, or behind the last). Good until the next change to it.</summary>
/// <param name="Leaf">The handle of the leaf; 0 in a packed sorted set.</param>
/// <param name="Place">The number of entries before it in the leaf; the position in the packed bytes.</param>
internal record struct SortedSetCursor(long Leaf, int Place);
