using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>Adds members and changes scores by ZADD's rules, and keeps the tally of one call.</summary>
internal struct ScoreChanges(AddOptions options)
{
    public int Added { get; private set; }

    public int Updated { get; private set; }

    /// <summary>The score of the last member, where it was not refused.</summary>
    public double LastScore { get; private set; }

    /// <summary>True when the options (NX, XX, GT, LT) kept the last member as it was. At first, too.</summary>
    public bool IsRefused { get; private set; } = true;

    /// <summary>Applies one pair.</summary>
    /// <returns>False when the sum is not a number; nothing was changed then.</returns>
    public bool Apply(ref SortedSet set, ReadOnlySpan<byte> member, double score)
    {
        if (!set.TryFind(member, out FoundMember found))
        {
            IsRefused = options.Has(AddFlags.OnlyExisting);
            if (IsRefused)
                return true;
            set.Add(member, score);
            LastScore = score;
            Added++;
            return true;
        }

        IsRefused = options.Has(AddFlags.OnlyNew);
        if (IsRefused)
            return true;
        if (options.Has(AddFlags.Increment))
        {
            score += found.Score;
            if (double.IsNaN(score))
                return false;
        }
        IsRefused = options.Has(AddFlags.OnlyGreater) && score <= found.Score || options.Has(AddFlags.OnlyLess) && score >= found.Score;
        if (IsRefused)
            return true;
        LastScore = score;
        if (score != found.Score)
        {
            set.Update(member, found, score);
            Updated++;
        }
        return true;
    }
}
