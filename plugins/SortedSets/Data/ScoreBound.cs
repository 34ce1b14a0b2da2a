using CacheStorm.Plugins.SortedSets.Data.Tree;

namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>A bound between scores: in front of all members of a score, or behind them.</summary>
/// <param name="Score">The score.</param>
/// <param name="IsBehind">True for behind.</param>
internal readonly record struct ScoreBound(double Score, bool IsBehind)
{
    public bool IsBelowAll => double.IsNegativeInfinity(Score) && !IsBehind;

    public bool IsAboveAll => double.IsPositiveInfinity(Score) && IsBehind;

    public RankKey Key => new(Score, IsBehind ? KeySide.BehindScore : KeySide.BeforeScore);

    /// <summary>True for a member's score that is in front of the bound.</summary>
    public bool IsAbove(double score) => IsBehind ? score <= Score : score < Score;
}
