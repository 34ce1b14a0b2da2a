namespace CacheStorm.Plugins.Geo.Data;

/// <summary>The usual text of a geohash (Niemeyer, 2008): five bits a character, on a map that reaches to the poles.</summary>
internal static class GeohashText
{
    public const int Length = 11;

    private const double PoleLatitude = 90;
    private const int BitsPerCharacter = 5;
    private const int Bits = 2 * Cell.MaxSteps;

    // All digits and letters that are not mistaken for others: a, i, l and o are missing.
    private static ReadOnlySpan<byte> Alphabet => "0123456789bcdefghjkmnpqrstuvwxyz"u8;

    /// <summary>Writes the text of a place.</summary>
    /// <param name="position">The place.</param>
    /// <param name="text">Receives <see cref="Length"/> characters. For the last one the bits don't suffice; it is always 0.</param>
    public static void Write(Position position, Span<byte> text)
    {
        ulong bits = Cell.Around(position, Cell.MaxSteps, PoleLatitude).Bits;
        for (int i = 0; i < Length - 1; i++)
            text[i] = Alphabet[(int)(bits >> (Bits - (i + 1) * BitsPerCharacter)) & 31];
        text[Length - 1] = Alphabet[0];
    }
}
