namespace CacheStorm.Plugins.Bitmaps;

/// <summary>A type of BITFIELD: i1 to i64, u1 to u63.</summary>
/// <param name="IsSigned">Two's complement.</param>
/// <param name="Bits">The width.</param>
internal readonly record struct FieldType(bool IsSigned, int Bits)
{
    /// <summary>Reads a type.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out FieldType type)
    {
        type = default;
        if (text.IsEmpty || text[0] is not ((byte)'i' or (byte)'u') || !Numbers.TryParseInt64(text[1..], out long bits))
            return false;
        bool signed = text[0] == 'i';
        if (bits < 1 || bits > (signed ? 64 : 63))
            return false;
        type = new FieldType(signed, (int)bits);
        return true;
    }
}
