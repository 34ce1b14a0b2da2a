namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Commands that park their client until a queue has something.</summary>
internal sealed class BlockingCommands(QueueCommands queues, Activity activity)
{
    [Command("PROBE.POP", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Blocking,
        Summary = "Takes the first element of the first queue that has one: PROBE.POP key [key …] milliseconds.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete, Last = -2)]
    public void Pop(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        int last = context.Args.Count - 1;
        if (!context.Args.TryInt64(last, 0, long.MaxValue, out long timeout))
            return;
        for (int i = 1; i < last; i++)
        {
            LookupResult found = queues.TakeFirst(context, context.Args[i], out byte[]? element);
            if (found == LookupResult.Found)
            {
                if (context.Effects.Wanted)
                    context.Effects.Rewrite().Add("PROBE.TAKE"u8).Add(context.Args[i]);
                context.Reply.Array(2);
                context.Reply.Bulk(context.Args[i]);
                context.Reply.Bulk(element);
                return;
            }
            if (found == LookupResult.WrongType && !context.IsRetry)
            {
                context.Reply.Error(Errors.WrongType);
                return;
            }
        }
        if (context.CanPark)
            context.Park(timeout, static late => late.Reply.NullArray());
        else
            context.Reply.NullArray();
    }

    [Command("PROBE.MOVE", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Blocking,
        Summary = "Moves an element when there is one: PROBE.MOVE source destination milliseconds.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Move(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        if (!context.Args.TryInt64(3, 0, long.MaxValue, out long timeout))
            return;
        if (queues.Peek(context, context.Args[1]) == LookupResult.Found)
        {
            if (queues.Peek(context, context.Args[2]) == LookupResult.WrongType)
            {
                context.Reply.Error(Errors.WrongType);
                return;
            }
            queues.TakeFirst(context, context.Args[1], out byte[]? element);
            queues.Append(context, context.Args[2], [element!]);
            if (context.Effects.Wanted)
                context.Effects.Rewrite().Add("PROBE.SHIFT"u8).Add(context.Args[1]).Add(context.Args[2]);
            context.Reply.Bulk(element);
        }
        else if (context.CanPark)
        {
            context.Park(timeout, static late => late.Reply.Null());
        }
        else
        {
            context.Reply.Null();
        }
    }

    [Command("PROBE.POPALONE", Arity = 3, Flags = CommandFlags.Write | CommandFlags.Blocking,
        Summary = "As PROBE.POP of one key, but takes the element only while nothing else runs.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void PopAlone(CommandContext context)
    {
        if (!context.Args.TryInt64(2, 0, long.MaxValue, out long timeout))
            return;
        if (queues.Peek(context, context.Key) != LookupResult.Found)
        {
            context.Park(timeout, static late => late.Reply.NullArray());
            return;
        }
        if (!context.EnsureExclusive())
            return;
        queues.TakeFirst(context, context.Key, out byte[]? element);
        context.Reply.Bulk(element);
    }

    [Command("PROBE.PARKANDTHROW", Arity = 2, Flags = CommandFlags.Blocking, Summary = "Parks, then fails.")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void ParkAndThrow(CommandContext context)
    {
        if (!context.IsRetry)
            context.Park(0, static late => late.Reply.Null());
        throw new InvalidOperationException("thrown by the probe");
    }
}
