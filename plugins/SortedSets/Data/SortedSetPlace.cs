namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>A place between two members, and how many members are before it. The default is none that is known. Good until the next change.</summary>
/// <param name="Rank">The rank of the member behind it.</param>
/// <param name="Cursor">The place.</param>
internal readonly record struct SortedSetPlace(long Rank, SortedSetCursor Cursor)
{
    public bool IsKnown => Cursor != default;
}
