namespace CacheStorm.Plugins.Geo.Data;

/// <summary>Distances as text: four decimals, rounded as Redis rounds them, in ten-thousandths and halves to the even one.</summary>
internal static class DistanceText
{
    /// <summary>Room enough for any distance.</summary>
    public const int MaxLength = Numbers.MaxInt64Length + 1 + Decimals;

    private const int Decimals = 4;
    private const int Scale = 10_000;

    /// <summary>Writes a distance.</summary>
    /// <param name="text">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="distance">Not negative, not NaN.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(Span<byte> text, double distance)
    {
        (long whole, long part) = Math.DivRem((long)Math.Round(distance * Scale, MidpointRounding.ToEven), Scale);
        int length = Numbers.FormatInt64(text, whole);
        text[length] = (byte)'.';
        for (int i = length + Decimals; i > length; i--)
        {
            (part, long digit) = Math.DivRem(part, 10);
            text[i] = (byte)('0' + digit);
        }
        return length + 1 + Decimals;
    }
}
