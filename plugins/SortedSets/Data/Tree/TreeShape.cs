namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>The sizes of a tree's nodes, for those that are made from now on.</summary>
/// <param name="LeafBytes">The bytes of a leaf; it must have room for nine of the largest entries.</param>
/// <param name="InnerBytes">The bytes of an inner node; it must have room for four children.</param>
internal readonly record struct TreeShape(int LeafBytes, int InnerBytes)
{
    // The store's largest size class, less the length that it keeps before each block.
    private const int LargestCheapBlock = 1012;

    public static TreeShape Large => new(LargestCheapBlock, LargestCheapBlock);
}
