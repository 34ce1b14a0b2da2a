namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Commands on queues that never wait.</summary>
internal sealed class QueueCommands(QueueType type, Activity activity)
{
    [Command("PROBE.PUSH", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom, Summary = "Appends elements to a queue.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Push(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        byte[][] elements = new byte[context.Args.Count - 2][];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = context.Args[i + 2].ToArray();
        int count = Append(context, context.Key, elements);
        if (count < 0)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Integer(count);
    }

    [Command("PROBE.TAKE", Arity = 2, Flags = CommandFlags.Write, Summary = "Takes a queue's first element.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void Take(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        switch (TakeFirst(context, context.Key, out byte[]? element))
        {
            case LookupResult.Found:
                context.Reply.Bulk(element);
                break;
            case LookupResult.WrongType:
                context.Reply.Error(Errors.WrongType);
                break;
            default:
                context.Reply.Null();
                break;
        }
    }

    [Command("PROBE.SHIFT", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom, Summary = "Takes one queue's first element and appends it to another.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Shift(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        if (TakeFirst(context, context.Args[1], out byte[]? element) != LookupResult.Found)
        {
            context.Reply.Null();
            return;
        }
        Append(context, context.Args[2], [element!]);
        context.Reply.Bulk(element);
    }

    [Command("PROBE.RANGE", Arity = 2, Flags = CommandFlags.ReadOnly, Summary = "A queue's elements.")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Range(CommandContext context)
    {
        using Activity.Scope scope = activity.Enter();
        LookupResult found = type.TryOpen(context.Keyspace, context.Key, out _, out QueueValue? queue);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        context.Reply.Array(queue?.Count ?? 0);
        foreach (byte[] element in queue?.Elements ?? [])
            context.Reply.Bulk(element);
    }

    /// <summary>Takes the first element; an empty queue is no queue.</summary>
    public LookupResult TakeFirst(CommandContext context, ReadOnlySpan<byte> key, out byte[]? element)
    {
        element = null;
        LookupResult found = type.TryOpen(context.Keyspace, key, out Entry entry, out _, Lookup.Write);
        if (found != LookupResult.Found)
            return found;
        var queue = (QueueValue)context.Keyspace.EditObject(ref entry);
        element = queue.Take();
        if (queue.Count == 0)
            context.Keyspace.Remove(key);
        else
            context.Keyspace.Resized(ref entry);
        context.KeyEvent(KeyEventKinds.Module, "probe.take"u8, key);
        return LookupResult.Found;
    }

    /// <summary>Appends elements.</summary>
    /// <returns>How many there are; -1: the key holds something else.</returns>
    public int Append(CommandContext context, ReadOnlySpan<byte> key, byte[][] elements)
    {
        LookupResult found = type.TryOpen(context.Keyspace, key, out Entry entry, out QueueValue? queue, Lookup.Write);
        if (found == LookupResult.WrongType)
            return -1;
        if (found == LookupResult.Missing)
            queue = new QueueValue();
        else
            context.Keyspace.EditObject(ref entry);
        foreach (byte[] element in elements)
            queue!.Add(element);
        if (found == LookupResult.Missing)
        {
            context.Keyspace.Create(key, type, queue!);
        }
        else
        {
            context.Keyspace.Resized(ref entry);
            context.SignalReady(key);
        }
        context.KeyEvent(KeyEventKinds.Module, "probe.push"u8, key);
        return queue!.Count;
    }

    /// <summary>What is at a key, without leaving a trace.</summary>
    public LookupResult Peek(CommandContext context, ReadOnlySpan<byte> key) =>
        type.TryOpen(context.Keyspace, key, out _, out _, Lookup.Peek);
}
