namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>Lua 5.1's tokens. Single characters are <see cref="Symbol"/>, told apart by their text.</summary>
internal enum TokenKind : byte
{
    End, Name, Number, String, Symbol,
    And, Break, Do, Else, Elseif, EndWord, False, For, Function, If, In, Local, Nil, Not, Or, Repeat, Return, Then, True, Until, While,
    Concat, Dots, Equal, GreaterEqual, LessEqual, NotEqual,
}

/// <summary>A token: what it is, where it stands in the source, on which line it ends.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Symbol">The character of a <see cref="TokenKind.Symbol"/>.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind it.</param>
/// <param name="Line">The line of its last byte.</param>
internal readonly record struct Token(TokenKind Kind, byte Symbol, int Start, int End, int Line)
{
    public bool Is(char symbol) => Kind == TokenKind.Symbol && Symbol == symbol;
}
