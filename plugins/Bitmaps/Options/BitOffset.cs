namespace CacheStorm.Plugins.Bitmaps;

/// <summary>Where a bit stands: counted from the first byte's highest bit, or, as <c>#n</c>, the n-th field of a width.</summary>
internal static class BitOffset
{
    /// <summary>Reads an offset in bits.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="maxLength">How many bytes a bitmap may have.</param>
    /// <param name="offset">The offset.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, long maxLength, out long offset) =>
        Numbers.TryParseInt64(text, out offset) && IsWithin(offset, maxLength);

    /// <summary>Reads an offset in bits or, behind a #, in fields.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="width">The width of a field in bits.</param>
    /// <param name="maxLength">How many bytes a bitmap may have.</param>
    /// <param name="offset">The offset in bits.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, int width, long maxLength, out long offset)
    {
        if (text.IsEmpty || text[0] != '#')
            return TryParse(text, maxLength, out offset);
        if (!Numbers.TryParseInt64(text[1..], out offset))
            return false;
        offset = unchecked(offset * width); // as Redis: what wraps into the range is in the range
        return IsWithin(offset, maxLength);
    }

    private static bool IsWithin(long offset, long maxLength) => offset >= 0 && offset >> 3 < maxLength;
}
