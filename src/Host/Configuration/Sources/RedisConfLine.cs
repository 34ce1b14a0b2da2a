using System.Globalization;
using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>One line of a redis.conf as words, with Redis' quotes and escapes, and back.</summary>
internal static class RedisConfLine
{
    /// <summary>Splits a line; false when a quote isn't closed or something is stuck to a closed one.</summary>
    public static bool TrySplit(string line, out List<string> words)
    {
        words = [];
        int i = 0;
        while (true)
        {
            while (i < line.Length && char.IsWhiteSpace(line[i]))
                i++;
            if (i == line.Length)
                return true;

            var word = new StringBuilder();
            while (i < line.Length && !char.IsWhiteSpace(line[i]))
            {
                if (line[i] is not ('"' or '\''))
                    word.Append(line[i++]);
                else if (!TryReadQuoted(line, ref i, word))
                    return false;
            }

            words.Add(word.ToString());
        }
    }

    /// <summary>A word as it must be written so that <see cref="TrySplit"/> gives it back.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAny(" \t\r\n\b\a\\\"'#") && word[0] != '#')
            return word;

        var quoted = new StringBuilder("\"");
        foreach (char c in word)
        {
            quoted.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\a' => "\\a",
                '\\' => "\\\\",
                '"' => "\\\"",
                < ' ' => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool TryReadQuoted(string line, ref int i, StringBuilder word)
    {
        char quote = line[i++];
        for (; i < line.Length; i++)
        {
            char c = line[i];
            if (c == quote)
            {
                i++;
                return i == line.Length || char.IsWhiteSpace(line[i]);
            }

            if (c != '\\' || i + 1 == line.Length)
                word.Append(c);
            else if (quote == '"')
                word.Append(Unescape(line, ref i));
            else if (line[i + 1] == '\'')
                word.Append(line[++i]);
            else
                word.Append(c);
        }

        return false;
    }

    private static char Unescape(string line, ref int i)
    {
        if (line[i + 1] == 'x' && i + 3 < line.Length
            && byte.TryParse(line.AsSpan(i + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
        {
            i += 3;
            return (char)code;
        }

        return line[++i] switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'a' => '\a',
            var c => c,
        };
    }
}
