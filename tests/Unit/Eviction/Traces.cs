namespace CacheStorm.UnitTests.Eviction;

/// <summary>Sequences of keys as caches meet them.</summary>
internal static class Traces
{
    /// <summary>A few keys are wanted often, many rarely: the k-th key with a probability proportional to 1/k^skew.</summary>
    public static IEnumerable<int> Zipf(int keys, int length, double skew, int seed = 1, int firstKey = 0)
    {
        double[] cumulative = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++)
            cumulative[i] = sum += 1 / Math.Pow(i + 1, skew);
        var random = new Random(seed);
        for (int i = 0; i < length; i++)
        {
            int found = Array.BinarySearch(cumulative, random.NextDouble() * sum);
            yield return firstKey + Math.Min(keys - 1, found < 0 ? ~found : found);
        }
    }

    /// <summary>Wanted keys, with runs of keys between them that come once and never again.</summary>
    public static IEnumerable<int> WithScans(IEnumerable<int> wanted, int period, int scanned, int firstKey)
    {
        int next = firstKey, position = 0;
        foreach (int key in wanted)
        {
            yield return key;
            if (++position % period != 0)
                continue;
            for (int i = 0; i < scanned; i++)
                yield return next++;
        }
    }
}
