using System.Text;

namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <content>Expressions.</content>
internal sealed partial class ScriptRewriter
{
    private const int UnaryPriority = 8;

    private void Expressions()
    {
        do
        {
            Expression();
        }
        while (Take(','));
    }

    private Operand Expression() => Expression(0);

    private Operand Expression(int limit)
    {
        Deeper();
        int start = Current.Start;
        Operand left = Unary();
        while (PriorityOf(Current) is (> 0, _) priority && priority.Left > limit)
        {
            int leftEnd = _tokens[_at - 1].End;
            bool concatenates = Current.Kind == TokenKind.Concat;
            Next();
            int rightStart = Current.Start;
            Operand right = Expression(priority.Right);
            if (concatenates)
            {
                MakeText(left, start, leftEnd);
                if (right.Kind != OperandKind.Concatenation)
                    MakeText(right, rightStart, _tokens[_at - 1].End);
            }
            left = new Operand(concatenates ? OperandKind.Concatenation : OperandKind.Other);
        }
        _depth--;
        return left;
    }

    private Operand Unary()
    {
        Token token = Current;
        if (token.Is('#'))
        {
            Next();
            Expression(UnaryPriority);
            if (!_keepsIntegers)
            {
                _edits.Open(token.Start, "("u8);
                _edits.Close(_tokens[_at - 1].End, "+0.0)"u8);
            }
            return new Operand(OperandKind.Other);
        }
        if (!token.Is('-') && token.Kind != TokenKind.Not)
            return Simple();
        Next();
        Expression(UnaryPriority);
        return new Operand(OperandKind.Other);
    }

    private Operand Simple()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Next();
                Number(token);
                return new Operand(OperandKind.Other);
            case TokenKind.String:
                Next();
                Text(token);
                return new Operand(OperandKind.Text);
            case TokenKind.Nil or TokenKind.True or TokenKind.False:
                Next();
                return new Operand(OperandKind.Other);
            case TokenKind.Dots:
                if (!_scope.IsVararg)
                    throw Error("cannot use '...' outside a vararg function");
                _scope.UsesDots = true;
                Next();
                return new Operand(OperandKind.Other);
            case TokenKind.Function:
                Next();
                Body(token.Line, isMethod: false);
                return new Operand(OperandKind.Other);
            default:
                if (!token.Is('{'))
                    return Suffixed(out _);
                Constructor();
                return new Operand(OperandKind.Other);
        }
    }

    /// <summary>A variable or an expression in parentheses, and the indexes and calls behind it.</summary>
    private Operand Suffixed(out string? name)
    {
        name = null;
        Operand result;
        int start = _at;
        int line = Current.Line;
        if (Take('('))
        {
            bool kept = _keepsIntegers;
            Expression();
            _keepsIntegers = kept;
            Close(")", "(", line);
            result = new Operand(OperandKind.Other);
        }
        else if (Current.Kind == TokenKind.Name)
        {
            name = VariableName();
            string description = Describe(name);
            result = new Operand(OperandKind.Variable, description, description[0] == 'g' ? name : null);
        }
        else
        {
            throw Error("unexpected symbol");
        }
        while (true)
        {
            Token token = Current;
            if (token.Is('.'))
            {
                Next();
                result = result with { Kind = OperandKind.Indexed, Name = $"field '{Field(token)}'" };
            }
            else if (token.Is('['))
            {
                result = result with { Kind = OperandKind.Indexed, Name = $"field '{Index()}'" };
            }
            else if (token.Is(':'))
            {
                Next();
                Name();
                Arguments();
                result = result with { Kind = OperandKind.Call, Name = null };
            }
            else if (token.Is('(') || token.Is('{') || token.Kind == TokenKind.String)
            {
                int function = _at - 1;
                Arguments();
                Shorten(function, start, result);
                result = result with { Kind = OperandKind.Call, Name = null };
            }
            else
            {
                return result;
            }
        }
    }

    /// <summary>The name behind a dot. One is a word of the language today.</summary>
    private string Field(in Token dot)
    {
        Token token = Current;
        string name = Name();
        if (name == "goto")
            _edits.Replace(dot.Start, token.End, "[\"goto\"]"u8.ToArray());
        return name;
    }

    /// <summary>An index in brackets.</summary>
    /// <returns>Its name in error messages.</returns>
    private string Index()
    {
        Next();
        bool kept = _keepsIntegers;
        _keepsIntegers = IsPlainUntil(_at, static token => token.Is(']'), commas: 0);
        Token first = Current;
        Operand key = Expression();
        string name = key.Kind == OperandKind.Text && _tokens[_at - 1].Start == first.Start ? _lexer.TextOf(first)[1..^1] : "?";
        _keepsIntegers = kept;
        Demand(']');
        return name.AsSpan().ContainsAny('\r', '\n') ? "?" : name;
    }

    private void Arguments()
    {
        Token token = Current;
        bool kept = _keepsIntegers;
        _keepsIntegers = false;
        if (token.Kind == TokenKind.String)
        {
            Next();
            Text(token);
        }
        else if (token.Is('{'))
        {
            Constructor();
        }
        else if (token.Is('('))
        {
            if (token.Line != _tokens[_at - 1].Line)
                throw Error("ambiguous syntax (function call x new statement)");
            Next();
            if (!Current.Is(')'))
                Expressions();
            Close(")", "(", token.Line);
        }
        else
        {
            throw Error("function arguments expected");
        }
        _keepsIntegers = kept;
    }

    private void Constructor()
    {
        int line = Current.Line;
        bool kept = _keepsIntegers;
        _keepsIntegers = false;
        Demand('{');
        while (!Current.Is('}'))
        {
            Token token = Current;
            if (token.Is('['))
            {
                Index();
                Demand('=');
            }
            else if (token.Kind == TokenKind.Name && _tokens[_at + 1].Is('='))
            {
                if (Name() == "goto")
                    _edits.Replace(token.Start, token.End, "[\"goto\"]"u8.ToArray());
                Next();
            }
            Expression();
            if (!Take(',') && !Take(';'))
                break;
        }
        Close("}", "{", line);
        _keepsIntegers = kept;
    }

    // ---- what changes

    /// <summary>An operand of <c>..</c> is made text as 5.1 does, or the error is raised that 5.1 raises.</summary>
    private void MakeText(Operand operand, int start, int end)
    {
        if (operand.Kind is OperandKind.Text or OperandKind.Concatenation)
            return;
        _edits.Open(start, "__cs_text("u8);
        _edits.Close(end, operand.Name is null ? ")"u8 : Encoding.Latin1.GetBytes($",\"{Quoted(operand.Name)}\")"));
    }

    /// <summary><c>redis.call</c> and <c>redis.pcall</c> go straight to the host: nobody can have put something else in their places.</summary>
    private void Shorten(int function, int start, in Operand callee)
    {
        Token first = _tokens[start];
        Token last = _tokens[function];
        if (callee.Root is not ("redis" or "server") || callee.Kind != OperandKind.Indexed || function != start + 2 || first.Line != last.Line)
            return;

        // The body of a library runs while it is loaded, when there is nothing to call.
        if (_scope.Outer is null && !_takesArguments)
            return;
        bool isCall = callee.Name == "field 'call'";
        if (!isCall && callee.Name != "field 'pcall'")
            return;
        _edits.Open(first.Start, isCall ? "__cs_check("u8 : "__cs_first("u8);
        _edits.Replace(first.Start, last.End, "__cs_call"u8.ToArray());
        _edits.Close(_tokens[_at - 1].End, ")"u8);
    }

    private static string Quoted(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private void Number(in Token token)
    {
        string text = _lexer.TextOf(token);
        if (!_keepsIntegers && NumberText.IsInteger(text))
            _edits.Close(token.End, NumberText.IsHex(text) ? "p0"u8 : ".0"u8);
    }

    /// <summary>Escapes that 5.1 doesn't know stand for their letter.</summary>
    private void Text(in Token token)
    {
        if (_source[token.Start] == '[')
            return;
        for (int i = token.Start + 1; i < token.End - 1; i++)
        {
            if (_source[i] != '\\')
                continue;
            i++;
            if (_source[i] is (byte)'x' or (byte)'z' or (byte)'u' || !IsKnownEscape(_source[i]))
                _edits.Replace(i - 1, i, []);
        }
    }

    private static bool IsKnownEscape(byte letter) => letter is (byte)'a' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t'
        or (byte)'v' or (byte)'\\' or (byte)'"' or (byte)'\'' or (byte)'\n' or (byte)'\r' or (>= (byte)'0' and <= (byte)'9');

    /// <summary>True when only sums of names, numbers and lengths come before the end: such an expression needs no floats to be a key or a bound.</summary>
    private bool IsPlainUntil(int at, Func<Token, bool> isEnd, int commas)
    {
        for (; at < _tokens.Count; at++)
        {
            Token token = _tokens[at];
            if (isEnd(token))
                return true;
            if (token.Is(',') && commas-- > 0)
                continue;
            if (token.Kind is not (TokenKind.Name or TokenKind.Number) && !token.Is('#') && !token.Is('+') && !token.Is('-') && !token.Is('.'))
                return false;
        }
        return false;
    }

    private static (int Left, int Right) PriorityOf(in Token token) => token.Kind switch
    {
        TokenKind.Or => (1, 1),
        TokenKind.And => (2, 2),
        TokenKind.Equal or TokenKind.NotEqual or TokenKind.GreaterEqual or TokenKind.LessEqual => (3, 3),
        TokenKind.Concat => (5, 4),
        TokenKind.Symbol => token.Symbol switch
        {
            (byte)'<' or (byte)'>' => (3, 3),
            (byte)'+' or (byte)'-' => (6, 6),
            (byte)'*' or (byte)'/' or (byte)'%' => (7, 7),
            (byte)'^' => (10, 9),
            _ => (0, 0),
        },
        _ => (0, 0),
    };
}
