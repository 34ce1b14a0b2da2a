using System.Globalization;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>
/// Reads the small language of <see cref="CommandInfo.Arguments"/>. Recursive descent over the text; one parser reads one
/// text once.
/// </summary>
internal ref struct ArgumentSpecParser
{
    private const string NameEnds = "!=#@?*+^~ )}|";
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private ArgumentSpecParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads all arguments of a command.</summary>
    /// <exception cref="FormatException">The text is not of the language; the message says where.</exception>
    public static IReadOnlyList<ArgumentSpec> Parse(string text)
    {
        var parser = new ArgumentSpecParser(text);
        var arguments = new List<ArgumentSpec>();
        parser.SkipBlanks();
        while (!parser.AtEnd)
        {
            arguments.Add(parser.ReadArgument());
            if (!parser.AtEnd && parser.Peek != ' ')
                throw parser.Unexpected("a blank");
            parser.SkipBlanks();
        }
        return arguments;
    }

    private readonly bool AtEnd => _position == _text.Length;

    private readonly char Peek => _position < _text.Length ? _text[_position] : '\0';

    private ArgumentSpec ReadArgument()
    {
        int start = _position;
        while (!AtEnd && !NameEnds.Contains(Peek))
            _position++;
        ReadOnlySpan<char> head = _text[start.._position];
        if (head.IsEmpty)
            throw Unexpected("a name");

        if (TrySkip('!'))
            return ReadSuffixes(new ArgumentSpec { Name = head.ToString(), Type = ArgumentSpec.PureToken, Token = ReadToken() });
        if (TrySkip('='))
            return ReadSuffixes(ReadGroup(head.ToString()));
        return ReadSuffixes(ReadValue(head));
    }

    /// <summary>A value's name may hold colons itself; the last one parts it from the type.</summary>
    private ArgumentSpec ReadValue(ReadOnlySpan<char> head)
    {
        int colon = head.LastIndexOf(':');
        if (colon <= 0 || colon == head.Length - 1)
            throw Unexpected("a name and a type");
        int keySpec = TrySkip('#') ? ReadNumber() : -1;
        return new ArgumentSpec { Name = head[..colon].ToString(), Type = head[(colon + 1)..].ToString(), KeySpecIndex = keySpec };
    }

    private ArgumentSpec ReadGroup(string name)
    {
        if (TrySkip('('))
            return new ArgumentSpec { Name = name, Type = ArgumentSpec.OneOf, Arguments = ReadMembers(')', '|') };
        if (TrySkip('{'))
            return new ArgumentSpec { Name = name, Type = ArgumentSpec.Block, Arguments = ReadMembers('}', ' ') };
        throw Unexpected("'(' or '{'");
    }

    private List<ArgumentSpec> ReadMembers(char end, char separator)
    {
        var members = new List<ArgumentSpec>();
        SkipBlanks();
        while (true)
        {
            members.Add(ReadArgument());
            bool apart = Peek == ' ';
            SkipBlanks();
            if (TrySkip(end))
                return members;
            if (separator == ' ' ? !apart : !TrySkip(separator))
                throw Unexpected($"'{separator}' or '{end}'");
            SkipBlanks();
        }
    }

    private ArgumentSpec ReadSuffixes(ArgumentSpec argument)
    {
        while (!AtEnd)
        {
            switch (Peek)
            {
                case '@':
                    _position++;
                    argument = argument with { Token = ReadToken() };
                    break;
                case '?':
                    _position++;
                    argument = argument with { IsOptional = true };
                    break;
                case '*':
                    _position++;
                    argument = argument with { IsMultiple = true };
                    break;
                case '+':
                    _position++;
                    argument = argument with { IsMultiple = true, RepeatsToken = true };
                    break;
                case '^':
                    _position++;
                    argument = argument with { Since = ReadVersion() };
                    break;
                case '~':
                    _position++;
                    argument = argument with { DeprecatedSince = ReadVersion() };
                    break;
                default:
                    return argument;
            }
        }
        return argument;
    }

    private string ReadToken()
    {
        if (TrySkip('\''))
        {
            int length = _text[_position..].IndexOf('\'');
            if (length < 0)
                throw Unexpected("a closing quote");
            string quoted = _text.Slice(_position, length).ToString();
            _position += length + 1;
            return quoted;
        }
        int start = _position;
        while (char.IsAsciiLetterOrDigit(Peek) || Peek is '-' or '_')
            _position++;
        return start == _position ? throw Unexpected("a token") : _text[start.._position].ToString();
    }

    private string ReadVersion()
    {
        int start = _position;
        while (char.IsAsciiDigit(Peek) || Peek == '.')
            _position++;
        return start == _position ? throw Unexpected("a version") : _text[start.._position].ToString();
    }

    private int ReadNumber()
    {
        int start = _position;
        while (char.IsAsciiDigit(Peek))
            _position++;
        return int.TryParse(_text[start.._position], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Unexpected("a number");
    }

    private bool TrySkip(char expected)
    {
        if (Peek != expected)
            return false;
        _position++;
        return true;
    }

    private void SkipBlanks()
    {
        while (Peek == ' ')
            _position++;
    }

    private readonly FormatException Unexpected(string expected) =>
        new($"Expected {expected} at character {_position} of '{_text}'.");
}
