namespace CacheStorm;

/// <summary>
/// Patterns as KEYS, CONFIG GET and PSUBSCRIBE take them: <c>*</c>, <c>?</c>, classes (<c>[a-z]</c>, <c>[^…]</c>) and escapes, with
/// Redis' answers in every corner: a range is in either order and compares signed bytes, a class that is not closed ends with the
/// pattern, an empty text matches only an empty pattern. Only the last star is ever gone back to, so the time is bounded by
/// pattern × text. Allocates nothing; safe from any thread.
/// </summary>
public static class Glob
{
    // As deep as Redis follows stars that have something behind them.
    private const int MostStars = 1000;

    /// <summary>Whether a text matches a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="ignoreCase">Takes ASCII letters of either case for the same.</param>
    public static bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase = false)
    {
        int inPattern = 0;
        int inText = 0;
        int afterStar = -1;      // where the pattern goes on after the last star
        int starText = 0;        // where that rest was tried last
        int stars = 0;

        while (inText < text.Length)
        {
            if (inPattern < pattern.Length && pattern[inPattern] == (byte)'*')
            {
                inPattern = SkipStars(pattern, inPattern);
                if (inPattern == pattern.Length)
                    return true;
                if (++stars > MostStars)
                    return false;
                afterStar = inPattern;
                starText = inText;
            }
            else if (inPattern < pattern.Length && MatchesOne(pattern, ref inPattern, text[inText], ignoreCase))
            {
                inText++;
            }
            else
            {
                if (afterStar < 0)
                    return false;
                inPattern = afterStar;
                inText = ++starText;
            }
        }
        return text.IsEmpty ? pattern.IsEmpty : SkipStars(pattern, inPattern) == pattern.Length;
    }

    /// <summary>True for the pattern <c>*</c> alone, which Redis' commands take for everything.</summary>
    /// <param name="pattern">The pattern.</param>
    public static bool IsEverything(ReadOnlySpan<byte> pattern) => pattern.Length == 1 && pattern[0] == (byte)'*';

    private static int SkipStars(ReadOnlySpan<byte> pattern, int at)
    {
        while (at < pattern.Length && pattern[at] == (byte)'*')
            at++;
        return at;
    }

    /// <summary>Compares one byte with the pattern's next element and steps over that.</summary>
    private static bool MatchesOne(ReadOnlySpan<byte> pattern, ref int at, byte value, bool ignoreCase)
    {
        byte element = pattern[at++];
        switch (element)
        {
            case (byte)'?':
                return true;
            case (byte)'[':
                return MatchesClass(pattern, ref at, value, ignoreCase);
            case (byte)'\\' when at < pattern.Length:
                element = pattern[at++];
                break;
        }
        return element == value || (ignoreCase && Lower(element) == Lower(value));
    }

    private static bool MatchesClass(ReadOnlySpan<byte> pattern, ref int at, byte value, bool ignoreCase)
    {
        bool negated = at < pattern.Length && pattern[at] == (byte)'^';
        if (negated)
            at++;

        bool found = false;
        while (at < pattern.Length)
        {
            byte element = pattern[at];
            int left = pattern.Length - at;
            if (element == (byte)'\\' && left >= 2)
            {
                found |= pattern[at + 1] == value;
                at += 2;
            }
            else if (element == (byte)']')
            {
                at++;
                break;
            }
            else if (left >= 3 && pattern[at + 1] == (byte)'-')
            {
                found |= InRange(element, pattern[at + 2], value, ignoreCase);
                at += 3;
            }
            else
            {
                found |= element == value || (ignoreCase && Lower(element) == Lower(value));
                at++;
            }
        }
        return found != negated;
    }

    private static bool InRange(byte first, byte last, byte value, bool ignoreCase)
    {
        sbyte low = (sbyte)first;
        sbyte high = (sbyte)last;
        if (low > high)
            (low, high) = (high, low);
        if (ignoreCase)
        {
            low = (sbyte)Lower((byte)low);
            high = (sbyte)Lower((byte)high);
            value = Lower(value);
        }
        return (sbyte)value >= low && (sbyte)value <= high;
    }

    private static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
