using System.Collections.Frozen;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Running;

namespace CacheStorm.Plugins.Scripting.Functions;

/// <summary>Makes libraries of their sources: reads the first line, compiles the rest, runs it to see what it registers.</summary>
internal sealed class FunctionLoader(ScriptRunner runner)
{
    /// <summary>The library of a source whose first line was read.</summary>
    /// <exception cref="FunctionException">It can't be loaded.</exception>
    public FunctionLibrary Load(byte[] name, byte[] source, int bodyStart)
    {
        RewrittenScript body;
        try
        {
            // Nothing is taken over at once: while the code is loaded it sees less than when its functions run.
            body = ScriptRewriter.Rewrite(source[bodyStart..], "user_function", FrozenSet<string>.Empty, takesArguments: false);
        }
        catch (ScriptSyntaxException e)
        {
            throw new FunctionException("ERR Error compiling function: " + e.Message);
        }

        FunctionLibrary library = runner.LoadLibrary(name, source, body);
        if (library.Functions.Length == 0)
            throw new FunctionException("ERR No functions registered");
        return library;
    }
}
