using System.Runtime.CompilerServices;

namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>
/// How many registers hold each value, and the number of elements that this speaks for: the improved raw estimator of Otmar Ertl,
/// "New cardinality estimation algorithms for HyperLogLog sketches", 2017, which needs neither tables nor corrections.
/// </summary>
internal struct RegisterHistogram
{
    private const int Values = 64;

    // 1 / (2 ln 2), to the digits that Redis writes.
    private const double Alpha = 0.721347520444481703680;

    private const double TooMany = 9223372036854775808.0;

    [InlineArray(Values)]
    private struct Buckets
    {
        private int _first;
    }

    private Buckets _counts;

    /// <summary>Counts registers of a value.</summary>
    public void Add(int value, int count) => _counts[value] += count;

    /// <summary>Counts registers of a byte each.</summary>
    public void Add(ReadOnlySpan<byte> registers)
    {
        Span<int> counts = _counts;
        foreach (byte register in registers)
            counts[register & Values - 1]++;
    }

    /// <summary>The estimated number of elements.</summary>
    public readonly long Estimate()
    {
        const double m = HllFormat.Registers;
        double sum = m * Tau((m - _counts[HllFormat.RankBits + 1]) / m);
        for (int rank = HllFormat.RankBits; rank >= 1; rank--)
        {
            sum += _counts[rank];
            sum *= 0.5;
        }
        sum += m * Sigma(_counts[0] / m);
        double estimate = Math.Round(Alpha * m * m / sum, MidpointRounding.AwayFromZero);
        return estimate < TooMany ? (long)estimate : long.MinValue; // registers that no element can bring about: what Redis says
    }

    /// <summary>Ertl's σ: what registers that are still 0 add.</summary>
    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        double y = 1;
        double sum = x;
        double before;
        do
        {
            x *= x;
            before = sum;
            sum += x * y;
            y += y;
        }
        while (sum != before);
        return sum;
    }

    /// <summary>Ertl's τ: what registers that can't grow any more add.</summary>
    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        double y = 1;
        double sum = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = sum;
            y *= 0.5;
            sum -= (1 - x) * (1 - x) * y;
        }
        while (sum != before);
        return sum / 3;
    }
}
