using System.Globalization;
using System.Text;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>Words of a line as redis-cli takes them: between blanks, quoted with escapes where they need it.</summary>
internal static class QuotedWords
{
    /// <summary>The words of a line, a character for each byte; null: a quote is not closed, or something follows it.</summary>
    public static List<string>? Split(ReadOnlySpan<byte> line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        int at = 0;
        while (true)
        {
            while (at < line.Length && IsBlank(line[at]))
                at++;
            if (at == line.Length)
                return words;

            word.Clear();
            while (at < line.Length && !IsBlank(line[at]))
            {
                byte character = line[at++];
                if (character is (byte)'"' or (byte)'\'')
                {
                    if (!TryReadQuoted(line, ref at, character, word))
                        return null;
                    break;
                }
                word.Append((char)character);
            }
            words.Add(word.ToString());
        }
    }

    private static bool TryReadQuoted(ReadOnlySpan<byte> line, ref int at, byte quote, StringBuilder word)
    {
        while (at < line.Length)
        {
            byte character = line[at++];
            if (character == quote)
                return at == line.Length || IsBlank(line[at]);
            if (character != '\\' || at == line.Length)
                word.Append((char)character);
            else if (quote == '"')
                word.Append(Unescape(line, ref at));
            else
                word.Append(line[at] == '\'' ? (char)line[at++] : '\\');
        }
        return false;
    }

    private static char Unescape(ReadOnlySpan<byte> line, ref int at)
    {
        byte character = line[at++];
        if (character == 'x' && at + 2 <= line.Length && byte.TryParse(line.Slice(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
        {
            at += 2;
            return (char)code;
        }
        return (char)character switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'a' => '\a',
            char other => other,
        };
    }

    private static bool IsBlank(byte character) => character is (byte)' ' or >= 9 and <= 13;
}
