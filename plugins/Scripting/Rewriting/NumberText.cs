namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>Number literals of Lua 5.1: what C's <c>strtod</c> takes, and hexadecimal integers.</summary>
internal static class NumberText
{
    public static bool IsHex(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == '0' && text[1] is 'x' or 'X';

    public static bool IsValid(ReadOnlySpan<char> text) => IsHex(text) ? IsHexNumber(text[2..]) : IsDecimal(text);

    /// <summary>True for a literal that Lua 5.4 would read as an integer.</summary>
    public static bool IsInteger(ReadOnlySpan<char> text) => text.IndexOfAny(".eEpP") < 0 || (IsHex(text) && text.IndexOfAny(".pP") < 0);

    private static bool IsHexNumber(ReadOnlySpan<char> digits)
    {
        int at = 0;
        int count = 0;
        while (at < digits.Length && char.IsAsciiHexDigit(digits[at]))
        {
            at++;
            count++;
        }
        if (at < digits.Length && digits[at] == '.')
        {
            at++;
            while (at < digits.Length && char.IsAsciiHexDigit(digits[at]))
            {
                at++;
                count++;
            }
        }
        return count > 0 && (at == digits.Length || (digits[at] is 'p' or 'P' && IsExponent(digits[(at + 1)..])));
    }

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        int at = 0;
        int count = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
            count++;
        }
        if (at < text.Length && text[at] == '.')
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
                count++;
            }
        }
        return count > 0 && (at == text.Length || (text[at] is 'e' or 'E' && IsExponent(text[(at + 1)..])));
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '+' or '-')
            text = text[1..];
        return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
