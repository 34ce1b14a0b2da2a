namespace CacheStorm.Plugins.Scripting.Rewriting;

/// <summary>What the rewriter knows of the function that it is in.</summary>
internal sealed class FunctionScope(FunctionScope? outer, bool isVararg)
{
    public FunctionScope? Outer => outer;

    /// <summary>It takes further arguments.</summary>
    public bool IsVararg => isVararg;

    /// <summary>The names of local variables in sight, the innermost last.</summary>
    public List<string> Locals { get; } = [];

    /// <summary>How many loops of this function are around.</summary>
    public int Loops { get; set; }

    /// <summary>It says <c>...</c> itself, so there is no table <c>arg</c>.</summary>
    public bool UsesDots { get; set; }

    /// <summary>The name <c>arg</c> means its further arguments somewhere.</summary>
    public bool UsesArgTable { get; set; }
}
