using System.Text;

namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>Cuts a script into tokens by the rules of Lua 5.1, with its errors.</summary>
internal sealed class Lexer(byte[] source, string chunk)
{
    private static readonly Dictionary<string, TokenKind> Words = new()
    {
        ["and"] = TokenKind.And, ["break"] = TokenKind.Break, ["do"] = TokenKind.Do, ["else"] = TokenKind.Else,
        ["elseif"] = TokenKind.Elseif, ["end"] = TokenKind.EndWord, ["false"] = TokenKind.False, ["for"] = TokenKind.For,
        ["function"] = TokenKind.Function, ["if"] = TokenKind.If, ["in"] = TokenKind.In, ["local"] = TokenKind.Local,
        ["nil"] = TokenKind.Nil, ["not"] = TokenKind.Not, ["or"] = TokenKind.Or, ["repeat"] = TokenKind.Repeat,
        ["return"] = TokenKind.Return, ["then"] = TokenKind.Then, ["true"] = TokenKind.True, ["until"] = TokenKind.Until,
        ["while"] = TokenKind.While,
    };

    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;

    /// <summary>All tokens; the last is <see cref="TokenKind.End"/>.</summary>
    public List<Token> Read()
    {
        while (true)
        {
            SkipBlanks();
            if (_at >= source.Length)
            {
                _tokens.Add(new Token(TokenKind.End, 0, source.Length, source.Length, _line));
                return _tokens;
            }
            ReadToken();
        }
    }

    /// <summary>The exception for an error at some text.</summary>
    public ScriptSyntaxException Error(string message, int line, string? near) =>
        new(near is null ? $"{chunk}:{line}: {message}" : $"{chunk}:{line}: {message} near '{near}'");

    /// <summary>The text of a token.</summary>
    public string TextOf(in Token token) =>
        token.Kind == TokenKind.End ? "<eof>" : Encoding.Latin1.GetString(source, token.Start, token.End - token.Start);

    private int Peek(int ahead = 0) => _at + ahead < source.Length ? source[_at + ahead] : -1;

    private void Add(TokenKind kind, int start) => _tokens.Add(new Token(kind, source[start], start, _at, _line));

    private void SkipLine()
    {
        while (_at < source.Length && source[_at] is not ((byte)'\n' or (byte)'\r'))
            _at++;
    }

    private void NewLine()
    {
        int first = source[_at++];
        if (Peek() is '\n' or '\r' && Peek() != first)
            _at++;
        _line++;
    }

    private void SkipBlanks()
    {
        while (_at < source.Length)
        {
            switch (source[_at])
            {
                case (byte)'\n' or (byte)'\r':
                    NewLine();
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f':
                    _at++;
                    break;
                case (byte)'-' when Peek(1) == '-':
                    SkipComment();
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipComment()
    {
        _at += 2;
        if (Peek() == '[' && LevelOfBracket() is >= 0 and int level)
            ReadLong(level, "unfinished long comment");
        else
            SkipLine();
    }

    private void ReadToken()
    {
        int start = _at;
        int c = source[_at];
        if (char.IsAsciiLetter((char)c) || c == '_')
        {
            while (Peek() is >= 0 and int next && (char.IsAsciiLetterOrDigit((char)next) || next == '_'))
                _at++;
            string word = Encoding.Latin1.GetString(source, start, _at - start);
            Add(Words.TryGetValue(word, out TokenKind kind) ? kind : TokenKind.Name, start);
            return;
        }
        if (char.IsAsciiDigit((char)c) || (c == '.' && Peek(1) is >= '0' and <= '9'))
        {
            ReadNumber();
            return;
        }
        switch (c)
        {
            case '"' or '\'':
                ReadString(c);
                return;
            case '[':
                int level = LevelOfBracket();
                if (level >= 0)
                {
                    ReadLong(level, "unfinished long string");
                    Add(TokenKind.String, start);
                    return;
                }
                if (level == -2)
                {
                    SkipBracketSigns();
                    throw Error("invalid long string delimiter", _line, Encoding.Latin1.GetString(source, start, _at - start));
                }
                break;
            case '.' when Peek(1) == '.':
                _at += Peek(2) == '.' ? 3 : 2;
                Add(_at - start == 3 ? TokenKind.Dots : TokenKind.Concat, start);
                return;
            case '=' or '<' or '>' or '~' when Peek(1) == '=':
                _at += 2;
                Add(c switch { '=' => TokenKind.Equal, '<' => TokenKind.LessEqual, '>' => TokenKind.GreaterEqual, _ => TokenKind.NotEqual }, start);
                return;
        }
        _at++;
        Add(TokenKind.Symbol, start);
    }

    private void ReadNumber()
    {
        int start = _at;
        while (Peek() is >= '0' and <= '9' or '.')
            _at++;
        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
                _at++;
        }
        while (Peek() is >= 0 and int next && (char.IsAsciiLetterOrDigit((char)next) || next == '_'))
            _at++;
        string text = Encoding.Latin1.GetString(source, start, _at - start);
        if (!NumberText.IsValid(text))
            throw Error("malformed number", _line, text);
        Add(TokenKind.Number, start);
    }

    private void ReadString(int quote)
    {
        int start = _at++;
        while (Peek() != quote)
        {
            switch (Peek())
            {
                case -1:
                    throw Error("unfinished string", _line, "<eof>");
                case '\n' or '\r':
                    throw Error("unfinished string", _line, Encoding.Latin1.GetString(source, start, _at - start));
                case '\\':
                    ReadEscape(start);
                    break;
                default:
                    _at++;
                    break;
            }
        }
        _at++;
        Add(TokenKind.String, start);
    }

    private void ReadEscape(int start)
    {
        _at++;
        if (Peek() < 0)
            return;
        if (Peek() is '\n' or '\r')
        {
            NewLine();
            return;
        }
        if (Peek() is not (>= '0' and <= '9'))
        {
            _at++;
            return;
        }
        int value = 0;
        for (int i = 0; i < 3 && Peek() is >= '0' and <= '9'; i++)
            value = value * 10 + (source[_at++] - '0');
        if (value > 255)
            throw Error("escape sequence too large", _line, Encoding.Latin1.GetString(source, start, 1));
    }

    /// <summary>At a '[': the level of a long bracket, -1 when it is none, -2 when it is a broken one.</summary>
    private int LevelOfBracket()
    {
        int level = 0;
        while (Peek(1 + level) == '=')
            level++;
        return Peek(1 + level) == '[' ? level : level == 0 ? -1 : -2;
    }

    private void SkipBracketSigns()
    {
        _at++;
        while (Peek() == '=')
            _at++;
    }

    private void ReadLong(int level, string unfinished)
    {
        _at += level + 2;
        while (true)
        {
            switch (Peek())
            {
                case -1:
                    throw Error(unfinished, _line, "<eof>");
                case '\n' or '\r':
                    NewLine();
                    break;
                case ']':
                    int signs = 0;
                    while (Peek(1 + signs) == '=')
                        signs++;
                    if (signs == level && Peek(1 + signs) == ']')
                    {
                        _at += level + 2;
                        return;
                    }
                    _at += 1 + signs;
                    break;
                default:
                    _at++;
                    break;
            }
        }
    }
}
