using System.Collections.Concurrent;
using CacheStorm.Plugins.Scripting.Lua;
using CacheStorm.Plugins.Scripting.Rewriting;

namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>
/// All scripts by their SHA1, until SCRIPT FLUSH. Read by all threads without a lock; a flush puts an empty table in the place of the
/// old one, and a new <see cref="Generation"/> tells the Lua states to forget what they have compiled.
/// </summary>
internal sealed class ScriptCache
{
    /// <summary>What objects take beside texts, about.</summary>
    private const int Overhead = 200;

    private volatile Table _scripts = new();
    private int _generation;

    public int Generation => Volatile.Read(ref _generation);

    public int Count => _scripts.Count;

    /// <summary>Bytes of all scripts, about.</summary>
    public long Bytes => Volatile.Read(ref _scripts.Bytes);

    public bool TryGet(in ScriptDigest digest, out Script? script) => _scripts.TryGetValue(digest, out script);

    /// <summary>The script of a source.</summary>
    /// <exception cref="ShebangException">Its first line is wrong.</exception>
    /// <exception cref="ScriptSyntaxException">It is no Lua 5.1.</exception>
    public static Script Prepare(in ScriptDigest digest, ReadOnlySpan<byte> source)
    {
        ScriptFlags flags = Shebang.Parse(source, out int bodyStart);
        RewrittenScript code = ScriptRewriter.Rewrite(source[bodyStart..].ToArray(), "user_script", LuaGlobals.Imported, takesArguments: true);
        return new Script(digest.ToString(), code, flags);
    }

    /// <summary>Keeps a script from now on.</summary>
    /// <returns>The script that is kept: another thread may have been faster.</returns>
    public Script Keep(in ScriptDigest digest, Script script, int sourceLength)
    {
        Table scripts = _scripts;
        Script kept = scripts.GetOrAdd(digest, script);
        if (kept == script)
            Interlocked.Add(ref scripts.Bytes, sourceLength + script.Code.Text.Length + Overhead);
        return kept;
    }

    public void Clear()
    {
        _scripts = new Table();
        Interlocked.Increment(ref _generation);
    }

    /// <summary>Scripts between two flushes, and what they take: a script that comes late is counted where it is kept.</summary>
    private sealed class Table : ConcurrentDictionary<ScriptDigest, Script>
    {
        public long Bytes;
    }
}
