using System.Text;
using CacheStorm.Plugins.Scripting.Running;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Commands;

/// <summary>SCRIPT: the scripts that the server knows.</summary>
[CommandContainer("SCRIPT", Arity = -2, Flags = CommandFlags.None,
    Group = "scripting",
    Since = "2.6.0",
    Summary = "A container for Lua scripts management commands",
    Complexity = "Depends on subcommand.")]
internal sealed class ScriptCommands(ScriptCache scripts, ScriptLoader loader, RunningScripts running)
{
    [Command("SCRIPT|LOAD", Arity = 3, Flags = CommandFlags.NoScript | CommandFlags.Stale,
        Group = "scripting",
        Since = "2.6.0",
        Summary = "Load the specified Lua script into the script cache.",
        Complexity = "O(N) with N being the length in bytes of the script body.",
        Tips = "request_policy:all_nodes response_policy:all_succeeded",
        Arguments = "script:string")]
    public void Load(CommandContext context)
    {
        ReadOnlySpan<byte> source = context.Args[2];
        ScriptDigest digest = ScriptDigest.Of(source);
        if (loader.TryLoad(context, digest, source, out _))
            context.Reply.Bulk(Encoding.ASCII.GetBytes(digest.ToString()));
    }

    [Command("SCRIPT|EXISTS", Arity = -3, Flags = CommandFlags.NoScript,
        Group = "scripting",
        Since = "2.6.0",
        Summary = "Check existence of scripts in the script cache.",
        Complexity = "O(N) with N being the number of scripts to check (so checking a single script is an O(1) operation).",
        Tips = "request_policy:all_shards response_policy:agg_logical_and",
        Arguments = "sha1:string*")]
    public void Exists(CommandContext context)
    {
        context.Reply.Array(context.Args.Count - 2);
        for (int i = 2; i < context.Args.Count; i++)
            context.Reply.Integer(ScriptDigest.TryParse(context.Args[i], out ScriptDigest digest) && scripts.TryGet(digest, out _) ? 1 : 0);
    }

    [Command("SCRIPT|FLUSH", Arity = -2, Flags = CommandFlags.NoScript,
        Group = "scripting",
        Since = "2.6.0",
        Summary = "Remove all the scripts from the script cache.",
        Complexity = "O(N) with N being the number of scripts in cache",
        Tips = "request_policy:all_nodes response_policy:all_succeeded",
        Arguments = "async=(async!ASYNC | sync!SYNC)?^6.2.0")]
    [CommandHistory("6.2.0", "Added the `ASYNC` and `SYNC` flushing mode modifiers.")]
    public void Flush(CommandContext context)
    {
        if (context.Args.Count > 3 || (context.Args.Count == 3 && !context.Args.Is(2, "ASYNC"u8) && !context.Args.Is(2, "SYNC"u8)))
        {
            context.Reply.Error("ERR SCRIPT FLUSH only support SYNC|ASYNC option"u8);
            return;
        }
        scripts.Clear();
        context.Reply.Ok();
    }

    [Command("SCRIPT|KILL", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.AllowBusy,
        Group = "scripting",
        Since = "2.6.0",
        Summary = "Kill the script currently in execution.",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:one_succeeded")]
    public void Kill(CommandContext context)
    {
        switch (running.Kill(functions: false))
        {
            case KillOutcome.OtherKind:
                context.Reply.Error(ScriptErrors.BusyFunction);
                break;
            case KillOutcome.NotBusy:
                context.Reply.Error(ScriptErrors.NotBusy);
                break;
            case KillOutcome.Unkillable:
                context.Reply.Error(ScriptErrors.Unkillable);
                break;
            default:
                context.Reply.Ok();
                break;
        }
    }

    [Command("SCRIPT|DEBUG", Arity = 3, Flags = CommandFlags.NoScript,
        Group = "scripting",
        Since = "3.2.0",
        Summary = "Set the debug mode for executed scripts.",
        Complexity = "O(1)",
        Arguments = "mode=(yes!YES | sync!SYNC | no!NO)")]
    public void Debug(CommandContext context)
    {
        if (context.Args.Is(2, "NO"u8))
            context.Reply.Ok();
        else if (context.Args.Is(2, "YES"u8) || context.Args.Is(2, "SYNC"u8))
            context.Reply.Error("ERR SCRIPT DEBUG: the debugger is not supported; NO is the only mode"u8);
        else
            context.Reply.Error("ERR Use SCRIPT DEBUG YES/SYNC/NO"u8);
    }

    [Command("SCRIPT|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "scripting",
        Since = "5.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context)
    {
        context.Reply.Array(HelpLines.Length);
        foreach (string line in HelpLines)
            context.Reply.SimpleString(Encoding.ASCII.GetBytes(line));
    }

    private static readonly string[] HelpLines =
    [
        "SCRIPT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "DEBUG (YES|SYNC|NO)",
        "    Accepted for clients that switch the debugger off; there is none.",
        "EXISTS <sha1> [<sha1> ...]",
        "    Says of each SHA1 whether a script of that name is known.",
        "FLUSH [ASYNC|SYNC]",
        "    Forgets all scripts. Both modes are the same: nothing waits for it.",
        "KILL",
        "    Ends the script that runs too long, unless it has written.",
        "LOAD <script>",
        "    Makes a script known without running it.",
        "HELP",
        "    Prints this help.",
    ];
}
