using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>The way from the root to a place in a leaf: the inner nodes, each with the number of the child that was taken.</summary>
internal struct TreePath
{
    /// <summary>The most levels of inner nodes: more than memory could fill.</summary>
    public const int MostLevels = 16;

    public Steps Inner;
    public int Leaf;
    public int Index;

    [InlineArray(MostLevels)]
    public struct Steps
    {
        private Step _first;
    }

    /// <param name="Node">The inner node.</param>
    /// <param name="Index">The child.</param>
    public readonly record struct Step(int Node, int Index);
}
