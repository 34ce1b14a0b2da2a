using CacheStorm.Plugins.Scripting.Running;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Commands;

/// <summary>EVAL and its kin: run a script that comes with the call, or one that is known by its SHA1.</summary>
internal sealed class EvalCommands(ScriptCache scripts, ScriptLoader loader, ScriptRunner runner)
{
    private const int FirstKey = 3;

    [Command("EVAL", Arity = -3, Flags = CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys | CommandFlags.MovableKeys
            | CommandFlags.MayRunAlone,
        Group = "scripting",
        Since = "2.6.0",
        Summary = "Execute a Lua script server side",
        Complexity = "Depends on the script that is executed.",
        Arguments = "script:string numkeys:integer key:key#0?* arg:string?*")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, Notes = "We cannot tell how the keys will be used so we assume the worst, RW and UPDATE", KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void Eval(CommandContext context) => Evaluate(context, isReadOnly: false);

    [Command("EVALSHA", Arity = -3, Flags = CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys | CommandFlags.MovableKeys
            | CommandFlags.MayRunAlone,
        Group = "scripting",
        Since = "2.6.0",
        Summary = "Execute a Lua script server side",
        Complexity = "Depends on the script that is executed.",
        Arguments = "sha1:string numkeys:integer key:key#0?* arg:string?*")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void EvalSha(CommandContext context) => EvaluateKnown(context, isReadOnly: false);

    [Command("EVAL_RO", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys | CommandFlags.MovableKeys
            | CommandFlags.MayRunAlone,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Execute a read-only Lua script server side",
        Complexity = "Depends on the script that is executed.",
        Arguments = "script:string numkeys:integer key:key#0?* arg:string?*")]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, Notes = "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS", KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void EvalReadOnly(CommandContext context) => Evaluate(context, isReadOnly: true);

    [Command("EVALSHA_RO", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys | CommandFlags.MovableKeys
            | CommandFlags.MayRunAlone,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Execute a read-only Lua script server side",
        Complexity = "Depends on the script that is executed.",
        Arguments = "sha1:string numkeys:integer key:key#0?* arg:string?*")]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void EvalShaReadOnly(CommandContext context) => EvaluateKnown(context, isReadOnly: true);

    private void Evaluate(CommandContext context, bool isReadOnly)
    {
        if (!TryCountKeys(context, out int keys))
            return;
        ReadOnlySpan<byte> source = context.Args[1];
        ScriptDigest digest = ScriptDigest.Of(source);
        if (loader.TryLoad(context, digest, source, out Script? script))
            runner.Run(context, script, FirstKey, keys, isReadOnly);
    }

    private void EvaluateKnown(CommandContext context, bool isReadOnly)
    {
        if (!ScriptDigest.TryParse(context.Args[1], out ScriptDigest digest))
        {
            context.Reply.Error(ScriptErrors.NoScript);
            return;
        }
        if (!TryCountKeys(context, out int keys))
            return;
        if (scripts.TryGet(digest, out Script? script))
            runner.Run(context, script!, FirstKey, keys, isReadOnly);
        else
            context.Reply.Error(ScriptErrors.NoScript);
    }

    private static bool TryCountKeys(CommandContext context, out int keys)
    {
        keys = 0;
        if (!context.Args.TryInt64(2, out long count))
            return false;
        if (count > context.Args.Count - FirstKey)
        {
            context.Reply.Error(ScriptErrors.TooManyKeys);
            return false;
        }
        if (count < 0)
        {
            context.Reply.Error(ScriptErrors.NegativeKeys);
            return false;
        }
        keys = (int)count;
        return true;
    }
}
