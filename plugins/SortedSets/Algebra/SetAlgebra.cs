namespace CacheStorm.Plugins.SortedSets;

/// <summary>Union, intersection and difference of sorted sets and sets. Knows neither keys nor replies.</summary>
internal static class SetAlgebra
{
    private const int CountingBatch = 256;

    /// <summary>All members of all inputs, in no order.</summary>
    public static void Union(in AlgebraSources sources, ScoreAggregate aggregate, MemberScratch result)
    {
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        for (int i = 0; i < sources.Count; i++)
        {
            if (!sources.TryOpen(i, out AlgebraInput input))
                continue;
            double weight = sources.WeightOf(i);
            while (input.Next(out PackedElement member, out double score))
            {
                double weighted = Weigh(score, weight);
                ref double sum = ref result.ScoreOf(member.Text(digits), out bool isNew);
                sum = isNew ? weighted : Combine(sum, weighted, aggregate);
            }
        }
    }

    /// <summary>The members that all inputs have, in no order. The inputs come by size.</summary>
    public static void Intersect(in AlgebraSources sources, ScoreAggregate aggregate, MemberScratch result)
    {
        if (!sources.TryOpen(0, out AlgebraInput smallest))
            return;
        Take(ref smallest, sources.WeightOf(0), result, int.MaxValue);
        KeepCommon(sources, aggregate, result);
    }

    /// <summary>How many members all inputs have. The inputs come by size.</summary>
    /// <param name="sources">The inputs.</param>
    /// <param name="limit">Up to how many to count; 0: all.</param>
    /// <param name="batch">Room to work.</param>
    public static long CountCommon(in AlgebraSources sources, long limit, MemberScratch batch)
    {
        long count = 0;
        AlgebraPosition position = default;
        for (bool begun = false; sources.TryOpen(0, out AlgebraInput smallest); begun = true)
        {
            if (begun)
                smallest.Position = position;
            Take(ref smallest, 1, batch, CountingBatch);
            position = smallest.Position;
            if (batch.Count == 0)
                return count;
            KeepCommon(sources, ScoreAggregate.Min, batch);
            count += batch.Count;
            if (limit > 0 && count >= limit)
                return limit;
            batch.Clear();
        }
        return count;
    }

    /// <summary>The members of the first input that no other has, with their scores, in no order.</summary>
    public static void Subtract(in AlgebraSources sources, MemberScratch result)
    {
        if (!sources.TryOpen(0, out AlgebraInput first))
            return;
        Take(ref first, 1, result, int.MaxValue);
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        for (int i = 1; i < sources.Count && result.Count > 0; i++)
        {
            if (!sources.TryOpen(i, out AlgebraInput input))
                continue;
            if (sources.SizeOf(i) < result.Count)
            {
                while (input.Next(out PackedElement member, out _))
                    result.Drop(member.Text(digits));
                continue;
            }
            for (int place = 0; place < result.Places; place++)
            {
                if (result.TryMember(place, out ReadOnlySpan<byte> member) && input.TryScore(member, out _))
                    result.Drop(place);
            }
        }
    }

    private static void Take(ref AlgebraInput input, double weight, MemberScratch result, int count)
    {
        Span<byte> digits = stackalloc byte[Numbers.MaxInt64Length];
        while (result.Places < count && input.Next(out PackedElement member, out double score))
            result.Append(member.Text(digits), Weigh(score, weight));
    }

    private static void KeepCommon(in AlgebraSources sources, ScoreAggregate aggregate, MemberScratch result)
    {
        for (int i = 1; i < sources.Count && result.Count > 0; i++)
        {
            sources.TryOpen(i, out AlgebraInput input);
            bool isEmpty = sources.SizeOf(i) == 0;
            double weight = sources.WeightOf(i);
            for (int place = 0; place < result.Places; place++)
            {
                if (!result.TryMember(place, out ReadOnlySpan<byte> member))
                    continue;
                if (isEmpty || !input.TryScore(member, out double score))
                    result.Drop(place);
                else
                    result.Score(place) = Combine(result.Score(place), score * weight, aggregate);
            }
        }
    }

    // Infinity times 0 is no number; Redis takes 0 for it.
    private static double Weigh(double score, double weight)
    {
        double weighted = score * weight;
        return double.IsNaN(weighted) ? 0 : weighted;
    }

    private static double Combine(double score, double other, ScoreAggregate aggregate)
    {
        switch (aggregate)
        {
            case ScoreAggregate.Min:
                return other < score ? other : score;
            case ScoreAggregate.Max:
                return other > score ? other : score;
            default:
                double sum = score + other;
                return double.IsNaN(sum) ? 0 : sum; // inf and -inf
        }
    }
}
