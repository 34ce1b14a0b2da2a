using System.Numerics;
using System.Runtime.InteropServices;

namespace CacheStorm.Plugins.SortedSets.Data.Tree;

/// <summary>
/// Searches among the few scores of one node. All are compared, as many at once as the processor can: that takes no guess about a branch,
/// and waits for no comparison to know what to load next.
/// </summary>
internal static class ScoreSearch
{
    /// <summary>How many scores are below one.</summary>
    /// <param name="scores">The scores; ascending.</param>
    /// <param name="score">The one.</param>
    /// <param name="notAbove">How many are below it or equal to it.</param>
    public static int CountBelow(ReadOnlySpan<double> scores, double score, out int notAbove)
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(scores);
        Vector<double> bound = new(score);
        Vector<long> countBelow = Vector<long>.Zero;
        Vector<long> countNotAbove = Vector<long>.Zero;
        foreach (Vector<double> vector in vectors)
        {
            // True is -1.
            countBelow -= Vector.LessThan(vector, bound);
            countNotAbove -= Vector.LessThanOrEqual(vector, bound);
        }

        int below = (int)Vector.Sum(countBelow);
        notAbove = (int)Vector.Sum(countNotAbove);
        foreach (double other in scores[(vectors.Length * Vector<double>.Count)..])
        {
            below += other < score ? 1 : 0;
            notAbove += other <= score ? 1 : 0;
        }

        return below;
    }

    /// <summary>The sum of some counts.</summary>
    public static long Sum(ReadOnlySpan<long> counts)
    {
        ReadOnlySpan<Vector<long>> vectors = MemoryMarshal.Cast<long, Vector<long>>(counts);
        Vector<long> sums = Vector<long>.Zero;
        foreach (Vector<long> vector in vectors)
            sums += vector;
        long sum = Vector.Sum(sums);
        foreach (long count in counts[(vectors.Length * Vector<long>.Count)..])
            sum += count;
        return sum;
    }
}
