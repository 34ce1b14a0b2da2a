using System.Diagnostics.CodeAnalysis;
using System.Text;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Running;

namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>Takes scripts in. Only what compiles is kept. Has no state.</summary>
internal sealed class ScriptLoader(ScriptCache scripts, ScriptRunner runner)
{
    /// <summary>The script of a source, known from now on; where it is no script the reply is an error.</summary>
    public bool TryLoad(CommandContext context, in ScriptDigest digest, ReadOnlySpan<byte> source, [NotNullWhen(true)] out Script? script)
    {
        if (scripts.TryGet(digest, out script) && script is not null)
            return true;
        script = null;
        try
        {
            Script fresh = ScriptCache.Prepare(digest, source);
            if (runner.TryCompile(fresh, out byte[]? problem))
            {
                script = scripts.Keep(digest, fresh, source.Length);
                return true;
            }
            context.Reply.Error(problem);
        }
        catch (ShebangException e)
        {
            context.Reply.Error(Encoding.Latin1.GetBytes(e.Message));
        }
        catch (ScriptSyntaxException e)
        {
            context.Reply.Error(Encoding.Latin1.GetBytes("ERR Error compiling script (new function): " + e.Message));
        }
        return false;
    }
}
