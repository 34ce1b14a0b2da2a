namespace CacheStorm.Plugins.Keys;

/// <summary>
/// WAIT and WAITAOF on a server that feeds no replicas and keeps no append-only file: nobody ever acknowledges anything, so whoever
/// asks for an acknowledgement waits until the time is up.
/// </summary>
internal sealed class WaitCommands
{
    private static readonly CommandHandler s_noReplica = static context => context.Reply.Integer(0);
    private static readonly CommandHandler s_nothingSynced = static context =>
    {
        context.Reply.Array(2);
        context.Reply.Integer(0);
        context.Reply.Integer(0);
    };

    [Command("WAIT", Arity = 3, Flags = CommandFlags.NoScript,
        Acl = AclCategory.Connection,
        Group = "generic",
        Since = "3.0.0",
        Summary = "Wait for the synchronous replication of all the write commands sent in the context of the current connection",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:agg_min",
        Arguments = "numreplicas:integer timeout:integer")]
    public void Wait(CommandContext context)
    {
        if (!context.Args.TryInt64(1, out long replicas) || !TryTimeout(context, 2, out long timeout))
            return;
        WaitFor(context, replicas, timeout, s_noReplica);
    }

    [Command("WAITAOF", Arity = 4, Flags = CommandFlags.Blocking,
        Acl = AclCategory.Connection,
        Group = "generic",
        Since = "7.2.0",
        Summary = "Waits until the connection's earlier writes are on disk here, on replicas, or both.",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:agg_min",
        Arguments = "numlocal:integer numreplicas:integer timeout:integer")]
    public void WaitAof(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (!args.TryInt64(1, out long local))
            return;
        if (local is < 0 or > 1)
        {
            context.Reply.Error(KeyErrors.NotFlag);
            return;
        }
        if (!args.TryInt64(2, 0, long.MaxValue, out long replicas) || !TryTimeout(context, 3, out long timeout))
            return;
        if (local == 1)
        {
            context.Reply.Error(KeyErrors.NoAppendOnlyFile);
            return;
        }
        WaitFor(context, replicas, timeout, s_nothingSynced);
    }

    private static void WaitFor(CommandContext context, long replicas, long timeout, CommandHandler answer)
    {
        if (replicas <= 0 || !context.CanPark)
            answer(context);
        else
            context.ParkUntilUnparked(timeout, answer);
    }

    private static bool TryTimeout(CommandContext context, int argument, out long milliseconds)
    {
        if (!Numbers.TryParseInt64(context.Args[argument], out milliseconds))
        {
            context.Reply.Error(Errors.TimeoutNotInteger);
            return false;
        }
        if (milliseconds < 0)
        {
            context.Reply.Error(Errors.TimeoutNegative);
            return false;
        }
        // An end beyond what a clock can show is none.
        if (milliseconds > long.MaxValue - context.Now)
            milliseconds = 0;
        return true;
    }
}
