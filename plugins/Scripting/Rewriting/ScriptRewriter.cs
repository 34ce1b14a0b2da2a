using System.Text;

namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>
/// Turns a script of Lua 5.1 into one that Lua 5.4 runs with the same results: a parser of the 5.1 grammar (after its reference manual)
/// that inserts into the source what the newer language does otherwise, and leaves every line where it was.
/// <list type="bullet">
/// <item>Numbers: literals become floats, as 5.1 knows no others, and so do lengths; but not where they only are keys or bounds of a loop.</item>
/// <item><c>..</c> gets operands that have been made text in 5.1's format.</item>
/// <item>The table <c>arg</c> of functions with further arguments; escapes and names that mean something else today.</item>
/// </list>
/// What is not 5.1 is refused with its error. One use per script; not thread-safe.
/// </summary>
internal sealed partial class ScriptRewriter
{
    private const int DeepestNesting = 190;

    private readonly byte[] _source;
    private readonly Lexer _lexer;
    private readonly List<Token> _tokens;
    private readonly SourceEdits _edits = new();
    private readonly HashSet<string> _read = [];
    private readonly HashSet<string> _assigned = [];
    private readonly IReadOnlySet<string> _imports;
    private readonly bool _takesArguments;
    private FunctionScope _scope = new(null, isVararg: true);
    private int _at;
    private int _depth;
    private bool _keepsIntegers;

    private ScriptRewriter(byte[] source, string chunk, IReadOnlySet<string> imports, bool takesArguments)
    {
        _imports = imports;
        _takesArguments = takesArguments;
        _source = source;
        _lexer = new Lexer(source, chunk);
        _tokens = _lexer.Read();
    }

    /// <summary>Rewrites a script.</summary>
    /// <param name="source">Its source.</param>
    /// <param name="chunk">Its name in error messages.</param>
    /// <param name="imports">The globals that it may take over.</param>
    /// <param name="takesArguments">It is a script that gets KEYS and ARGV.</param>
    /// <exception cref="ScriptSyntaxException">It is no Lua 5.1.</exception>
    public static RewrittenScript Rewrite(byte[] source, string chunk, IReadOnlySet<string> imports, bool takesArguments)
    {
        var rewriter = new ScriptRewriter(source, chunk, imports, takesArguments);
        rewriter.Chunk();
        if (rewriter.Current.Kind != TokenKind.End)
            throw rewriter.Expected("<eof>");
        return rewriter.Assemble();
    }

    private Token Current => _tokens[_at];

    private RewrittenScript Assemble()
    {
        string[] names = [.. _read.Where(name => _imports.Contains(name) && !_assigned.Contains(name)).Order(StringComparer.Ordinal)];
        string keys = _takesArguments && !_assigned.Contains("KEYS") ? "KEYS" : "__cs_keys";
        string arguments = _takesArguments && !_assigned.Contains("ARGV") ? "ARGV" : "__cs_argv";
        using var text = new MemoryStream(_source.Length + 256);
        text.Write("local __cs_text,__cs_arg,__cs_all,__cs_call,__cs_check,__cs_first"u8);
        foreach (string name in names)
            text.Write(Encoding.ASCII.GetBytes("," + name));
        text.Write("=...;return function("u8);
        if (_takesArguments)
            text.Write(Encoding.ASCII.GetBytes(keys + "," + arguments + ","));
        text.Write("...) "u8);
        _edits.Apply(_source, text);
        text.Write("\nend"u8);
        bool shares = _takesArguments && (_assigned.Contains("KEYS") || _assigned.Contains("ARGV")
            || _read.Contains("_G") || _read.Contains("load") || _read.Contains("loadstring"));
        return new RewrittenScript(text.ToArray(), names, shares);
    }

    // ---- tokens

    private void Next() => _at++;

    private bool Take(char symbol)
    {
        if (!Current.Is(symbol))
            return false;
        Next();
        return true;
    }

    private bool Take(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        Next();
        return true;
    }

    private void Demand(char symbol)
    {
        if (!Take(symbol))
            throw Expected(symbol.ToString());
    }

    private void Demand(TokenKind kind, string text)
    {
        if (!Take(kind))
            throw Expected(text);
    }

    /// <summary>What closes something; on another line the error says where that was opened.</summary>
    private void Close(string what, string opener, int line)
    {
        Token token = Current;
        if (token.Kind != TokenKind.End && _lexer.TextOf(token) == what)
        {
            Next();
            return;
        }
        if (line == token.Line)
            throw Expected(what);
        throw Error($"'{what}' expected (to close '{opener}' at line {line})");
    }

    private ScriptSyntaxException Expected(string what) => Error($"'{what}' expected");

    private ScriptSyntaxException Error(string message)
    {
        Token token = Current;
        string near = token is { Kind: TokenKind.Symbol, Symbol: < 32 or 127 } ? $"char({token.Symbol})" : _lexer.TextOf(token);
        return _lexer.Error(message, token.Line, near);
    }

    private void Deeper()
    {
        if (++_depth > DeepestNesting)
            throw _lexer.Error("chunk has too many syntax levels", Current.Line, null);
    }

    // ---- names

    private string Name()
    {
        if (Current.Kind != TokenKind.Name)
            throw Expected("<name>");
        string name = _lexer.TextOf(Current);
        Next();
        return name;
    }

    /// <summary>The name of a variable: two that mean something else today are spelled otherwise.</summary>
    private string VariableName()
    {
        Token token = Current;
        string name = Name();
        if (name is not ("_ENV" or "goto"))
            return name;
        name = "__cs" + (name[0] == '_' ? name : "_" + name);
        _edits.Replace(token.Start, token.End, Encoding.ASCII.GetBytes(name));
        return name;
    }

    /// <summary>How Lua's errors name a variable; a global one is noted.</summary>
    private string Describe(string name)
    {
        for (FunctionScope? scope = _scope; scope is not null; scope = scope.Outer)
        {
            if (scope.Locals.LastIndexOf(name) < 0)
                continue;
            if (name == "arg" && scope.IsVararg && scope.Locals.IndexOf(name) == scope.Locals.LastIndexOf(name))
                scope.UsesArgTable = true;
            return scope == _scope ? $"local '{name}'" : $"upvalue '{name}'";
        }
        _read.Add(name);
        return $"global '{name}'";
    }
}
