using System.Globalization;
using System.Text;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>
/// Cuts a command line into arguments as redis-cli does: blanks separate, "…" knows \n \r \t \b \a \xHH,
/// '…' knows \'. On top of that, outside quotes: <c>text**n</c> is the text n times over and <c>$name</c>
/// stands for what a <c>let</c> line captured.
/// </summary>
internal static class CommandText
{
    public static List<Argument> Parse(string text)
    {
        List<Argument> arguments = [];
        int position = 0;
        while (true)
        {
            while (position < text.Length && text[position] == ' ')
                position++;
            if (position == text.Length)
                return arguments;
            arguments.Add(ReadArgument(text, ref position));
        }
    }

    /// <summary>The first word of the text, and what follows it.</summary>
    public static (string Word, string After) Split(string text)
    {
        int end = text.IndexOf(' ');
        return end < 0 ? (text, "") : (text[..end], text[(end + 1)..].TrimStart());
    }

    private static Argument ReadArgument(string text, ref int position)
    {
        var value = new StringBuilder();
        bool quoted = false;
        while (position < text.Length && text[position] != ' ')
        {
            char current = text[position++];
            if (current is '"' or '\'')
            {
                quoted = true;
                ReadQuoted(text, ref position, current, value);
            }
            else
            {
                value.Append(current);
            }
        }

        string literal = value.ToString();
        if (quoted)
            return new Argument(Encoding.Latin1.GetBytes(literal), null);
        if (literal.Length > 1 && literal[0] == '$' && char.IsAsciiLetter(literal[1]))
            return new Argument([], literal[1..]);
        return new Argument(Encoding.Latin1.GetBytes(Repeated(literal)), null);
    }

    private static string Repeated(string literal)
    {
        int mark = literal.IndexOf("**", StringComparison.Ordinal);
        return mark > 0 && int.TryParse(literal.AsSpan(mark + 2), CultureInfo.InvariantCulture, out int times)
            ? string.Concat(Enumerable.Repeat(literal[..mark], times))
            : literal;
    }

    private static void ReadQuoted(string text, ref int position, char quote, StringBuilder value)
    {
        while (true)
        {
            if (position == text.Length)
                throw new FormatException($"a quote is not closed: {text}");
            char current = text[position++];
            if (current == quote)
                return;
            if (current == '\\' && position < text.Length)
                current = quote == '"' ? ReadEscape(text, ref position) : ReadPlainEscape(text, ref position);
            value.Append(current);
        }
    }

    private static char ReadPlainEscape(string text, ref int position) =>
        text[position] == '\'' ? text[position++] : '\\';

    private static char ReadEscape(string text, ref int position)
    {
        char escape = text[position++];
        switch (escape)
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'b': return '\b';
            case 'a': return '\a';
            case 'x':
                char code = (char)byte.Parse(text.AsSpan(position, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                position += 2;
                return code;
            default: return escape;
        }
    }
}

/// <summary>Bytes to send, or the name of a captured value to send in their place.</summary>
internal readonly record struct Argument(byte[] Bytes, string? Captured);
