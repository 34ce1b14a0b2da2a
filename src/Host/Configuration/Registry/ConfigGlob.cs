namespace CacheStorm.Host.Configuration;

/// <summary>Redis' patterns on names, in any case: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[^x]</c> and backslash.</summary>
internal static class ConfigGlob
{
    public static bool HasWildcards(string pattern) => pattern.AsSpan().ContainsAny('*', '?', '[');

    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (!pattern.IsEmpty)
        {
            switch (pattern[0])
            {
                case '*':
                    pattern = pattern.TrimStart('*');
                    if (pattern.IsEmpty)
                        return true;
                    for (; !name.IsEmpty; name = name[1..])
                    {
                        if (IsMatch(pattern, name))
                            return true;
                    }

                    return false;

                case '?':
                    if (name.IsEmpty)
                        return false;
                    pattern = pattern[1..];
                    break;

                case '[':
                    if (name.IsEmpty || !MatchesClass(ref pattern, Lower(name[0])))
                        return false;
                    break;

                default:
                    if (pattern[0] == '\\' && pattern.Length > 1)
                        pattern = pattern[1..];
                    if (name.IsEmpty || Lower(pattern[0]) != Lower(name[0]))
                        return false;
                    pattern = pattern[1..];
                    break;
            }

            name = name[1..];
        }

        return name.IsEmpty;
    }

    private static bool MatchesClass(ref ReadOnlySpan<char> pattern, char letter)
    {
        pattern = pattern[1..];
        bool negated = pattern.StartsWith('^');
        if (negated)
            pattern = pattern[1..];

        bool found = false;
        while (!pattern.IsEmpty && pattern[0] != ']')
        {
            if (pattern[0] == '\\' && pattern.Length > 1)
            {
                found |= Lower(pattern[1]) == letter;
                pattern = pattern[2..];
            }
            else if (pattern.Length > 2 && pattern[1] == '-')
            {
                (char from, char to) = (Lower(pattern[0]), Lower(pattern[2]));
                found |= letter >= Min(from, to) && letter <= Max(from, to);
                pattern = pattern[3..];
            }
            else
            {
                found |= Lower(pattern[0]) == letter;
                pattern = pattern[1..];
            }
        }

        if (!pattern.IsEmpty)
            pattern = pattern[1..];
        return found != negated;

        static char Min(char a, char b) => a < b ? a : b;
        static char Max(char a, char b) => a < b ? b : a;
    }

    private static char Lower(char letter) => char.ToLowerInvariant(letter);
}
