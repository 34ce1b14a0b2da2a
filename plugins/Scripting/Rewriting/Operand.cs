namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>What an expression is, as far as concatenation and assignment want to know.</summary>
internal enum OperandKind : byte
{
    Other, Text, Concatenation, Variable, Indexed, Call,
}

/// <summary>An expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">How Lua's errors name it.</param>
/// <param name="Root">The global variable that it begins with, if it does.</param>
internal readonly record struct Operand(OperandKind Kind, string? Name = null, string? Root = null);
