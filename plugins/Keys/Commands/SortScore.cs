namespace CacheStorm.Plugins.Keys;

/// <summary>
/// A text as the number that SORT compares: what C's <c>strtod</c> makes of it, which allows blanks in front, ends at a zero byte and
/// takes the empty text for 0.
/// </summary>
internal static class SortScore
{
    /// <returns>False when it is no number, or one that a double can't hold.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out double score)
    {
        if (Numbers.TryParseDouble(text, out score))
            return !double.IsSubnormal(score) || IsExact(text);

        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        score = 0;
        if (text.IsEmpty)
            return true;
        ReadOnlySpan<byte> trimmed = text.TrimStart(" \t\n\v\f\r"u8);
        return (end >= 0 || trimmed.Length < text.Length)
            && Numbers.TryParseDouble(trimmed, out score) && (!double.IsSubnormal(score) || IsExact(trimmed));
    }

    // The smallest numbers lose digits, which strtod reports, unless they are written in base two.
    private static bool IsExact(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)'x', (byte)'X') >= 0;
}
