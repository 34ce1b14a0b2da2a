using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Running;

namespace CacheStorm.Plugins.Scripting.Commands;

/// <summary>FCALL and FCALL_RO: call a function of a library.</summary>
internal sealed class FunctionCallCommands(FunctionRegistry functions, ScriptRunner runner)
{
    private const int FirstKey = 3;

    [Command("FCALL", Arity = -3, Flags = CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys | CommandFlags.MovableKeys
            | CommandFlags.MayRunAlone,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Invoke a function",
        Complexity = "Depends on the function that is executed.",
        Arguments = "function:string numkeys:integer key:key#0?* arg:string?*")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, Notes = "We cannot tell how the keys will be used so we assume the worst, RW and UPDATE", KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void Call(CommandContext context) => Call(context, isReadOnly: false);

    [Command("FCALL_RO", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.NoScript | CommandFlags.Stale | CommandFlags.SkipMonitor | CommandFlags.NoMandatoryKeys | CommandFlags.MovableKeys
            | CommandFlags.MayRunAlone,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Invoke a read-only function",
        Complexity = "Depends on the function that is executed.",
        Arguments = "function:string numkeys:integer key:key#0?* arg:string?*")]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, Notes = "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS", KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void CallReadOnly(CommandContext context) => Call(context, isReadOnly: true);

    private void Call(CommandContext context, bool isReadOnly)
    {
        if (!functions.Current.TryGetFunction(context.Args[1], out LibraryFunction? function))
        {
            context.Reply.Error(ScriptErrors.NoFunction);
            return;
        }
        if (!TryCountKeys(context, out int keys))
            return;
        runner.Run(context, function.Script, FirstKey, keys, isReadOnly);
    }

    private static bool TryCountKeys(CommandContext context, out int keys)
    {
        keys = 0;
        if (!Numbers.TryParseInt64(context.Args[2], out long count))
        {
            context.Reply.Error(ScriptErrors.BadKeyCount);
            return false;
        }
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
