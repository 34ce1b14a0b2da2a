namespace CacheStorm.Plugins.Connection;

/// <summary>Patterns as Redis reads them: <c>* ? [a-z] [^a] \x</c>. Stands here until the contract has one.</summary>
internal static class Glob
{
    /// <summary>Whether the whole text fits. A star is tried again further on when what follows it does not fit; only the last star needs that.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text, bool ignoreCase)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern, text[t], ignoreCase, p, out int next))
            {
                p = next;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<byte> pattern, byte value, bool ignoreCase, int at, out int next)
    {
        next = at + 1;
        switch (pattern[at])
        {
            case (byte)'?':
                return true;
            case (byte)'[':
                return MatchesClass(pattern, value, ignoreCase, ref next);
            case (byte)'\\' when next < pattern.Length:
                next++;
                return Fold(pattern[at + 1], ignoreCase) == Fold(value, ignoreCase);
            default:
                return Fold(pattern[at], ignoreCase) == Fold(value, ignoreCase);
        }
    }

    private static bool MatchesClass(ReadOnlySpan<byte> pattern, byte value, bool ignoreCase, ref int next)
    {
        value = Fold(value, ignoreCase);
        bool inverted = next < pattern.Length && pattern[next] == '^';
        if (inverted)
            next++;
        bool found = false;
        for (; next < pattern.Length && pattern[next] != ']'; next++)
        {
            if (pattern[next] == '\\' && next + 1 < pattern.Length)
            {
                found |= Fold(pattern[++next], ignoreCase) == value;
            }
            else if (next + 2 < pattern.Length && pattern[next + 1] == '-')
            {
                byte low = Fold(pattern[next], ignoreCase), high = Fold(pattern[next + 2], ignoreCase);
                found |= low <= high ? value >= low && value <= high : value >= high && value <= low;
                next += 2;
            }
            else
            {
                found |= Fold(pattern[next], ignoreCase) == value;
            }
        }
        if (next < pattern.Length)
            next++;
        return found != inverted;
    }

    private static byte Fold(byte value, bool ignoreCase) =>
        ignoreCase && value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
