namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Commands that call others inside their locks.</summary>
internal sealed class CallCommands
{
    [Command("PROBE.CALL", Arity = -3, Flags = CommandFlags.Write | CommandFlags.MovableKeys,
        Summary = "Runs a command inside the locks of the keys named: PROBE.CALL count [key …] name [argument …].")]
    [KeySpec(1, KeyAccess.ReadWrite, KeyCountIndex = 0)]
    public void Call(CommandContext context)
    {
        if (!context.Args.TryInt64(1, 0, context.Args.Count - 3, out long keys))
            return;
        ArgumentList request = new ArgumentListBuilder().AddRange(context.Args.List, 2 + (int)keys).Arguments;
        if (context.Call(request, context.Reply) == CallResult.NotCovered && context.EnsureExclusive())
            throw new InvalidOperationException("nothing is beyond a call that runs alone");
    }

    [Command("PROBE.RESULT", Arity = -3, Flags = CommandFlags.Write | CommandFlags.MovableKeys,
        Summary = "As PROBE.CALL, never alone; says what became of the call and what it replied.")]
    [KeySpec(1, KeyAccess.ReadWrite, KeyCountIndex = 0)]
    public void Result(CommandContext context)
    {
        if (!context.Args.TryInt64(1, 0, context.Args.Count - 3, out long keys))
            return;
        var reply = new ReplyWriter();
        ArgumentList request = new ArgumentListBuilder().AddRange(context.Args.List, 2 + (int)keys).Arguments;
        CallResult result = context.Call(request, reply);
        context.Reply.Array(2);
        context.Reply.Bulk(System.Text.Encoding.ASCII.GetBytes(result.ToString()));
        context.Reply.Bulk(reply.ToArray());
        reply.Reset();
    }

    [Command("PROBE.BOTH", Arity = 3, Flags = CommandFlags.Write, Summary = "Adds one to the first key itself, to the second by a call of INCR.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update, Last = 1)]
    public void Both(CommandContext context)
    {
        context.Keyspace.Increment(context.Args[1]);
        context.Call(ArgumentList.Of("INCR"u8, context.Args[2]), context.Reply);
    }

    [Command("PROBE.TWICE", Arity = 3, Flags = CommandFlags.Write, Summary = "Adds one to both keys by calls, changes nothing itself.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update, Last = 1)]
    public void Twice(CommandContext context)
    {
        context.Reply.Array(2);
        context.Call(ArgumentList.Of("INCR"u8, context.Args[1]), context.Reply);
        context.Call(ArgumentList.Of("INCR"u8, context.Args[2]), context.Reply);
    }

    [Command("PROBE.CHANGES", Arity = 4, Flags = CommandFlags.Write, Summary = "Sets two keys, one of them by a call; replies how many changes it has made.")]
    [KeySpec(1, KeyAccess.Overwrite, Last = 1)]
    public void Changes(CommandContext context)
    {
        long before = context.Changes;
        context.Keyspace.SetString(context.Args[1], context.Args[3]);
        var ignored = new ReplyWriter();
        context.Call(ArgumentList.Of("SET"u8, context.Args[2], context.Args[3]), ignored);
        ignored.Reset();
        context.Reply.Array(2);
        context.Reply.Integer(before);
        context.Reply.Integer(context.Changes);
    }

    [Command("PROBE.THROW", Arity = -2, Flags = CommandFlags.Write, Summary = "Writes, replies a part, fails.")]
    [KeySpec(1, KeyAccess.ReadWrite)]
    public void Throw(CommandContext context)
    {
        context.Keyspace.SetString(context.Key, "half"u8);
        context.Reply.Array(3);
        context.Reply.Bulk("a part"u8);
        throw new InvalidOperationException("thrown by the probe");
    }
}
