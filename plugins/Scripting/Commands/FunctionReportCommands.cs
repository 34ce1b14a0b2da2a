using System.Text;
using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Running;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Commands;

/// <summary>FUNCTION LIST, STATS and HELP: what is there and what runs.</summary>
internal sealed class FunctionReportCommands(FunctionRegistry functions, RunningScripts running)
{
    [Command("FUNCTION|LIST", Arity = -2, Flags = CommandFlags.NoScript,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "List information about all the functions",
        Complexity = "O(N) where N is the number of functions",
        Tips = "nondeterministic_output_order",
        Arguments = "library-name-pattern:string@LIBRARYNAME? withcode!WITHCODE?")]
    public void List(CommandContext context)
    {
        int pattern = 0;
        bool withCode = false;
        for (int i = 2; i < context.Args.Count; i++)
        {
            if (!withCode && context.Args.Is(i, "WITHCODE"u8))
            {
                withCode = true;
            }
            else if (pattern == 0 && context.Args.Is(i, "LIBRARYNAME"u8))
            {
                if (++i >= context.Args.Count)
                {
                    context.Reply.Error(ScriptErrors.NoLibraryName);
                    return;
                }
                pattern = i;
            }
            else
            {
                context.Reply.Error([.. "ERR Unknown argument "u8, .. context.Args[i]]);
                return;
            }
        }

        ReplyWriter reply = context.Reply;
        DeferredLength length = reply.DeferredArray();
        int count = 0;
        foreach (FunctionLibrary library in functions.Current.Libraries)
        {
            if (pattern != 0 && !Glob.IsMatch(context.Args[pattern], library.Name, ignoreCase: true))
                continue;
            WriteLibrary(reply, library, withCode);
            count++;
        }
        reply.Complete(length, count);
    }

    private static void WriteLibrary(ReplyWriter reply, FunctionLibrary library, bool withCode)
    {
        reply.Map(withCode ? 4 : 3);
        reply.Bulk("library_name"u8);
        reply.Bulk(library.Name);
        reply.Bulk("engine"u8);
        reply.Bulk("LUA"u8);
        reply.Bulk("functions"u8);
        reply.Array(library.Functions.Length);
        foreach (LibraryFunction function in library.Functions)
        {
            reply.Map(3);
            reply.Bulk("name"u8);
            reply.Bulk(function.Name);
            reply.Bulk("description"u8);
            if (function.Description is { } description)
                reply.Bulk(description);
            else
                reply.Null();
            reply.Bulk("flags"u8);
            WriteFlags(reply, function.Flags);
        }
        if (withCode)
        {
            reply.Bulk("library_code"u8);
            reply.Bulk(library.Source);
        }
    }

    private static void WriteFlags(ReplyWriter reply, ScriptFlags flags)
    {
        reply.Set(System.Numerics.BitOperations.PopCount((uint)flags));
        Write(ScriptFlags.NoWrites, "no-writes"u8);
        Write(ScriptFlags.AllowOom, "allow-oom"u8);
        Write(ScriptFlags.AllowStale, "allow-stale"u8);
        Write(ScriptFlags.NoCluster, "no-cluster"u8);
        Write(ScriptFlags.AllowCrossSlotKeys, "allow-cross-slot-keys"u8);

        void Write(ScriptFlags flag, ReadOnlySpan<byte> name)
        {
            if ((flags & flag) != 0)
                reply.SimpleString(name);
        }
    }

    [Command("FUNCTION|STATS", Arity = 2, Flags = CommandFlags.NoScript | CommandFlags.AllowBusy,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Return information about the function currently running (name, description, duration)",
        Complexity = "O(1)",
        Tips = "nondeterministic_output request_policy:all_shards response_policy:special")]
    public void Stats(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Map(2);
        reply.Bulk("running_script"u8);
        if (running.FindFunction() is { } script)
        {
            reply.Map(3);
            reply.Bulk("name"u8);
            reply.Bulk(script.Name);
            reply.Bulk("command"u8);
            reply.Array(script.Command.Length);
            foreach (byte[] argument in script.Command)
                reply.Bulk(argument);
            reply.Bulk("duration_ms"u8);
            reply.Integer((long)System.Diagnostics.Stopwatch.GetElapsedTime(script.StartedAt).TotalMilliseconds);
        }
        else
        {
            reply.Null();
        }

        FunctionSnapshot snapshot = functions.Current;
        reply.Bulk("engines"u8);
        reply.Map(1);
        reply.Bulk("LUA"u8);
        reply.Map(2);
        reply.Bulk("libraries_count"u8);
        reply.Integer(snapshot.Libraries.Count);
        reply.Bulk("functions_count"u8);
        reply.Integer(snapshot.FunctionCount);
    }

    [Command("FUNCTION|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "scripting",
        Since = "7.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context)
    {
        context.Reply.Array(s_help.Length);
        foreach (string line in s_help)
            context.Reply.SimpleString(Encoding.ASCII.GetBytes(line));
    }

    private static readonly string[] s_help =
    [
        "FUNCTION <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "LOAD [REPLACE] <FUNCTION CODE>",
        "    Makes a library of functions of its source, which names it in the first line.",
        "DELETE <LIBRARY NAME>",
        "    Deletes a library and its functions.",
        "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
        "    Tells of the libraries and their functions, with the source on request.",
        "STATS",
        "    Tells which function runs, if one runs for long, and how many there are.",
        "KILL",
        "    Ends the function that runs too long, unless it has written.",
        "FLUSH [ASYNC|SYNC]",
        "    Deletes all libraries. Both modes are the same: nothing waits for it.",
        "DUMP",
        "    Returns all libraries as one payload for RESTORE.",
        "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
        "    Takes the libraries of a payload in: instead of those that are there (FLUSH), beside them,",
        "    as long as no name is taken (APPEND, the default), or in the place of those of the same names (REPLACE).",
        "HELP",
        "    Prints this help.",
    ];
}
