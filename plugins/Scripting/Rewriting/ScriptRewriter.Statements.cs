using System.Text;

namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <content>Statements.</content>
internal sealed partial class ScriptRewriter
{
    private bool AtBlockEnd => Current.Kind is TokenKind.Else or TokenKind.Elseif or TokenKind.EndWord or TokenKind.End or TokenKind.Until;

    private void Chunk()
    {
        Deeper();
        bool isLast = false;
        while (!isLast && !AtBlockEnd)
        {
            isLast = Statement();
            Take(';');
        }
        _depth--;
    }

    private void Block()
    {
        int locals = _scope.Locals.Count;
        Chunk();
        Forget(locals);
    }

    private void Forget(int locals) => _scope.Locals.RemoveRange(locals, _scope.Locals.Count - locals);

    /// <summary>One statement.</summary>
    /// <returns>True when nothing may follow it in its block.</returns>
    private bool Statement()
    {
        int line = Current.Line;
        switch (Current.Kind)
        {
            case TokenKind.If:
                If(line);
                return false;
            case TokenKind.While:
                Next();
                Expression();
                Demand(TokenKind.Do, "do");
                Loop();
                Close("end", "while", line);
                return false;
            case TokenKind.Do:
                Next();
                Block();
                Close("end", "do", line);
                return false;
            case TokenKind.For:
                For(line);
                return false;
            case TokenKind.Repeat:
                Repeat(line);
                return false;
            case TokenKind.Function:
                FunctionStatement(line);
                return false;
            case TokenKind.Local:
                Next();
                if (Take(TokenKind.Function))
                {
                    _scope.Locals.Add(VariableName());
                    Body(line, isMethod: false);
                }
                else
                {
                    Local();
                }
                return false;
            case TokenKind.Return:
                Next();
                if (!AtBlockEnd && !Current.Is(';'))
                    Return();
                return true;
            case TokenKind.Break:
                Next();
                if (_scope.Loops == 0)
                    throw Error("no loop to break");
                return true;
            default:
                ExpressionStatement();
                return false;
        }
    }

    /// <summary>
    /// A call that a function ends with takes the function's place, and then an error in it knows its line no more. 5.1 has that
    /// only for functions of the script; those of the libraries are functions of the script to 5.4.
    /// </summary>
    private void Return()
    {
        int start = Current.Start;
        Operand first = Expression();
        int end = _tokens[_at - 1].End;
        if (Take(','))
        {
            Expressions();
            return;
        }
        if (first.Kind != OperandKind.Call)
            return;
        if (_scope.Outer is null && _takesArguments)
        {
            _edits.Open(start, "("u8);
            _edits.Close(end, ")"u8);
        }
        else if (first.Root is not null)
        {
            _edits.Open(start, "__cs_all("u8);
            _edits.Close(end, ")"u8);
        }
    }

    private void If(int line)
    {
        do
        {
            Next();
            Expression();
            Demand(TokenKind.Then, "then");
            Block();
        }
        while (Current.Kind == TokenKind.Elseif);
        if (Take(TokenKind.Else))
            Block();
        Close("end", "if", line);
    }

    private void Loop()
    {
        _scope.Loops++;
        Block();
        _scope.Loops--;
    }

    private void Repeat(int line)
    {
        Next();
        int locals = _scope.Locals.Count;
        _scope.Loops++;
        Chunk();
        _scope.Loops--;
        Close("until", "repeat", line);
        Expression();
        Forget(locals);
    }

    private void For(int line)
    {
        Next();
        int locals = _scope.Locals.Count;
        var names = new List<string> { VariableName() };
        if (Current.Is('='))
        {
            Next();
            Bounds();
        }
        else if (Current.Is(',') || Current.Kind == TokenKind.In)
        {
            while (Take(','))
                names.Add(VariableName());
            Demand(TokenKind.In, "in");
            Expressions();
        }
        else
        {
            throw Error("'=' or 'in' expected");
        }
        Demand(TokenKind.Do, "do");
        _scope.Locals.AddRange(names);
        Loop();
        Forget(locals);
        Close("end", "for", line);
    }

    /// <summary>A loop over whole numbers counts in integers, which prints and indexes alike and is faster.</summary>
    private void Bounds()
    {
        bool kept = _keepsIntegers;
        bool plain = IsPlainUntil(_at, static token => token.Kind == TokenKind.Do, commas: 2);
        _keepsIntegers |= plain;
        Expression();
        Demand(',');
        Expression();
        if (Take(','))
            Expression();
        _keepsIntegers = kept;
    }

    private void FunctionStatement(int line)
    {
        Next();
        string name = VariableName();
        bool isIndexed = false;
        bool isMethod = false;
        string description = Describe(name);
        while (Current.Is('.') || Current.Is(':'))
        {
            isMethod = Current.Is(':');
            isIndexed = true;
            Next();
            Name();
            if (isMethod)
                break;
        }
        if (!isIndexed && description[0] == 'g')
            _assigned.Add(name);
        Body(line, isMethod);
    }

    private void Local()
    {
        var names = new List<string>();
        do
        {
            names.Add(VariableName());
        }
        while (Take(','));
        if (Current.Is('<'))
            throw Error("unexpected symbol");
        if (Take('='))
            Expressions();
        _scope.Locals.AddRange(names);
    }

    private void ExpressionStatement()
    {
        Operand target = Suffixed(out string? name);
        if (target.Kind == OperandKind.Call)
            return;
        while (true)
        {
            if (target.Kind is not (OperandKind.Variable or OperandKind.Indexed))
                throw Error("syntax error");
            if (target.Kind == OperandKind.Variable && target.Name![0] == 'g')
                _assigned.Add(name!);
            if (!Take(','))
                break;
            target = Suffixed(out name);
        }
        Demand('=');
        Expressions();
    }

    /// <summary>A function's parameters and body, at the opening parenthesis.</summary>
    private void Body(int line, bool isMethod)
    {
        Demand('(');
        var parameters = new List<string>();
        if (isMethod)
            parameters.Add("self");
        bool isVararg = false;
        if (!Current.Is(')'))
        {
            do
            {
                if (Take(TokenKind.Dots))
                {
                    isVararg = true;
                    break;
                }
                if (Current.Kind != TokenKind.Name)
                    throw Error("<name> or '...' expected");
                parameters.Add(VariableName());
            }
            while (Take(','));
        }
        int bodyStart = Current.End;
        Demand(')');
        bool kept = _keepsIntegers;
        _keepsIntegers = false;
        var scope = new FunctionScope(_scope, isVararg);
        if (isVararg)
            scope.Locals.Add("arg");
        scope.Locals.AddRange(parameters);
        _scope = scope;
        Chunk();
        Close("end", "function", line);
        _scope = scope.Outer!;
        _keepsIntegers = kept;
        if (scope.UsesArgTable)
            _edits.Open(bodyStart, scope.UsesDots ? " local arg "u8 : " local arg=__cs_arg(...) "u8);
    }
}
