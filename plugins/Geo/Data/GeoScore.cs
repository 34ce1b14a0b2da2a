namespace CacheStorm.Plugins.Geo.Data;

/// <summary>How a place becomes a sorted set's score, and a score a place: the bits of the smallest cell, and its middle.</summary>
internal static class GeoScore
{
    private const double TwoTo63 = 9223372036854775808.0;

    /// <summary>The bits of a place.</summary>
    public static ulong BitsOf(Position position) => Cell.Around(position, Cell.MaxSteps).Bits;

    /// <summary>The place that a score stands for. Any score does, though only some are made of places.</summary>
    public static Position PositionOf(double score) => Cell.Of(BitsOf(score), Cell.MaxSteps).Bounds.Centre;

    /// <summary>A score as an integer, where there is one; else what Redis answers on x86-64.</summary>
    public static long Integer(double score) => score is >= -TwoTo63 and < TwoTo63 ? (long)score : long.MinValue;

    // C leaves it open what a negative or too large number becomes; this is what compilers make of it on x86-64.
    private static ulong BitsOf(double score) =>
        score < TwoTo63 ? (ulong)Integer(score) : (ulong)Integer(score - TwoTo63) ^ 1UL << 63;
}
