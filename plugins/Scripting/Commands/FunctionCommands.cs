using System.Text;
using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Running;

namespace CacheStorm.Plugins.Scripting.Commands;

/// <summary>FUNCTION: the libraries of functions that the server knows.</summary>
[CommandContainer("FUNCTION", Arity = -2, Flags = CommandFlags.None,
    Group = "scripting",
    Since = "7.0.0",
    Summary = "A container for function commands",
    Complexity = "Depends on subcommand.")]
internal sealed class FunctionCommands(FunctionRegistry functions, RunningScripts running)
{
    [Command("FUNCTION|LOAD", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.NoScript,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Create a function with the given arguments (name, code, description)",
        Complexity = "O(1) (considering compilation time is redundant)",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "replace!REPLACE? function-code:string")]
    public void Load(CommandContext context)
    {
        int source = context.Args.Count - 1;
        for (int i = 2; i < source; i++)
        {
            if (!context.Args.Is(i, "REPLACE"u8))
            {
                context.Reply.Error([.. "ERR Unknown option given: "u8, .. context.Args[i]]);
                return;
            }
        }

        try
        {
            byte[] name = functions.Load(context.Args[source], replaces: source > 2);
            context.Effects.Force();
            context.Reply.Bulk(name);
        }
        catch (FunctionException e)
        {
            Fail(context, e);
        }
    }

    [Command("FUNCTION|DELETE", Arity = 3, Flags = CommandFlags.Write | CommandFlags.NoScript,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Delete a function by name",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "library-name:string")]
    public void Delete(CommandContext context)
    {
        if (!functions.Delete(context.Args[2]))
        {
            context.Reply.Error(ScriptErrors.NoLibrary);
            return;
        }
        context.Effects.Force();
        context.Reply.Ok();
    }

    [Command("FUNCTION|FLUSH", Arity = -2, Flags = CommandFlags.Write | CommandFlags.NoScript,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Deleting all functions",
        Complexity = "O(N) where N is the number of functions deleted",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "async=(async!ASYNC | sync!SYNC)?")]
    public void Flush(CommandContext context)
    {
        if (context.Args.Count > 3)
        {
            Misused(context);
            return;
        }
        if (context.Args.Count == 3 && !context.Args.Is(2, "SYNC"u8) && !context.Args.Is(2, "ASYNC"u8))
        {
            context.Reply.Error(ScriptErrors.FlushOption);
            return;
        }
        functions.Clear();
        context.Effects.Force();
        context.Reply.Ok();
    }

    [Command("FUNCTION|KILL", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.AllowBusy,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Kill the function currently in execution.",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:one_succeeded")]
    public void Kill(CommandContext context)
    {
        switch (running.Kill(functions: true))
        {
            case KillOutcome.NotBusy:
                context.Reply.Error(ScriptErrors.NotBusy);
                break;
            case KillOutcome.OtherKind:
                context.Reply.Error(ScriptErrors.Busy);
                break;
            case KillOutcome.Unkillable:
                context.Reply.Error(ScriptErrors.Unkillable);
                break;
            default:
                context.Reply.Ok();
                break;
        }
    }

    [Command("FUNCTION|DUMP", Arity = 2, Flags = CommandFlags.NoScript,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Dump all functions into a serialized binary payload",
        Complexity = "O(N) where N is the number of functions")]
    public void Dump(CommandContext context) => context.Reply.Bulk(FunctionDump.Write(functions.Current));

    [Command("FUNCTION|RESTORE", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.NoScript,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Restore all the functions on the given payload",
        Complexity = "O(N) where N is the number of functions on the payload",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "serialized-value:string policy=(flush!FLUSH | append!APPEND | replace!REPLACE)?")]
    public void Restore(CommandContext context)
    {
        if (context.Args.Count > 4)
        {
            Misused(context);
            return;
        }

        RestorePolicy policy = RestorePolicy.Append;
        if (context.Args.Count == 4 && !TryReadPolicy(context, out policy))
        {
            context.Reply.Error(ScriptErrors.WrongRestorePolicy);
            return;
        }
        if (!FunctionDump.TryRead(context.Args[2], out List<byte[]>? sources, out ReadOnlySpan<byte> problem))
        {
            context.Reply.Error(problem);
            return;
        }

        try
        {
            functions.Restore(sources, policy);
            context.Effects.Force();
            context.Reply.Ok();
        }
        catch (FunctionException e)
        {
            Fail(context, e);
        }
    }

    private static bool TryReadPolicy(CommandContext context, out RestorePolicy policy)
    {
        policy = RestorePolicy.Append;
        if (context.Args.Is(3, "APPEND"u8))
            return true;
        if (context.Args.Is(3, "FLUSH"u8))
            policy = RestorePolicy.Flush;
        else if (context.Args.Is(3, "REPLACE"u8))
            policy = RestorePolicy.Replace;
        else
            return false;
        return true;
    }

    private static void Misused(CommandContext context) => context.Reply.Error(
        [.. "ERR unknown subcommand or wrong number of arguments for '"u8, .. context.Args[1], .. "'. Try FUNCTION HELP."u8]);

    private static void Fail(CommandContext context, FunctionException failure) =>
        context.Reply.Error(Encoding.Latin1.GetBytes(failure.Message));
}
