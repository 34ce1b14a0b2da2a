namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Commands on several keys at once, and one that wants the server for itself.</summary>
internal sealed class MultiKeyCommands(Activity activity, INamespaces namespaces)
{
    [Command("PROBE.TRANSFER", Arity = 4, Flags = CommandFlags.Write, Summary = "Moves an amount from one counter to another.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update, Last = 1)]
    public void Transfer(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        if (!context.Args.TryInt64(3, out long amount))
            return;
        context.Keyspace.Increment(context.Args[1], -amount);
        Thread.SpinWait(20);
        context.Keyspace.Increment(context.Args[2], amount);
        context.Reply.Ok();
    }

    [Command("PROBE.PAIR", Arity = 4, Flags = CommandFlags.Write, Summary = "Sets two keys to the same value in one step.")]
    [KeySpec(1, KeyAccess.Overwrite, Last = 1)]
    public void Pair(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        context.Keyspace.SetString(context.Args[1], context.Args[3]);
        Thread.SpinWait(20);
        context.Keyspace.SetString(context.Args[2], context.Args[3]);
        context.Reply.Ok();
    }

    [Command("PROBE.SUM", Arity = -2, Flags = CommandFlags.ReadOnly, Summary = "The sum of counters.")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Sum(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        long sum = 0;
        for (int i = 1; i < context.Args.Count; i++)
        {
            if (context.Keyspace.GetString(context.Args[i], out ReadOnlySpan<byte> text) == LookupResult.Found && Numbers.TryParseInt64(text, out long value))
                sum += value;
        }
        context.Reply.Integer(sum);
    }

    [Command("PROBE.EXCLUSIVE", Arity = 1, Locking = CommandLocking.Exclusive, Summary = "The most handlers that were seen running beside it.")]
    public void Exclusive(CommandContext context)
    {
        int most = 0;
        for (int i = 0; i < 200; i++)
        {
            most = Math.Max(most, activity.Running);
            Thread.SpinWait(50);
        }
        context.Reply.Integer(most);
    }

    [Command("PROBE.UNDECLARED", Arity = 2, Flags = CommandFlags.ReadOnly, Summary = "Touches a key that it does not declare.")]
    public void Undeclared(CommandContext context) => context.Reply.Boolean(context.Keyspace.Exists(context.Args[1]));

    [Command("PROBE.FLUSH", Arity = 1, Flags = CommandFlags.Write, Locking = CommandLocking.Exclusive, Summary = "Deletes everything in all namespaces.")]
    public void Flush(CommandContext context) => context.Reply.Integer(namespaces.ClearAll(context, inBackground: false));
}
