using System.Text;
using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Rewriting;

namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>
/// A script that was loaded: what to compile, and what it has said and shown of itself. Shared by all threads; immutable but for
/// <see cref="Reach"/>, a single word that only ever goes up.
/// </summary>
internal sealed class Script(string name, RewrittenScript code, ScriptFlags flags)
{
    private volatile int _reach;

    /// <summary>How errors name it: its SHA1, or a function's name.</summary>
    public byte[] Name { get; } = Encoding.Latin1.GetBytes(name);

    /// <summary>The library that registers it, for a function; null for a script.</summary>
    public FunctionLibrary? Library { get; init; }

    /// <summary>What Lua compiles.</summary>
    public RewrittenScript Code => code;

    /// <summary>What its first line says.</summary>
    public ScriptFlags Flags => flags;

    /// <summary>What is known of the keys that it touches.</summary>
    public KeyReach Reach => (KeyReach)_reach;

    public bool Has(ScriptFlags flag) => (flags & flag) != 0;

    /// <summary>It ran; this is how far it reached.</summary>
    public void Learn(KeyReach reach)
    {
        if ((int)reach > _reach)
            _reach = (int)reach;
    }
}
