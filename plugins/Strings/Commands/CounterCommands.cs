namespace CacheStorm.Plugins.Strings;

/// <summary>Strings that count in 64-bit integers: INCR, DECR, INCRBY, DECRBY.</summary>
internal sealed class CounterCommands
{
    [Command("INCR", Arity = 2, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Increment the integer value of a key by one",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void Incr(CommandContext context) => Add(context, 1);

    [Command("DECR", Arity = 2, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Decrement the integer value of a key by one",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void Decr(CommandContext context) => Add(context, -1);

    [Command("INCRBY", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Increment the integer value of a key by the given amount",
        Complexity = "O(1)",
        Arguments = "key:key#0 increment:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void IncrBy(CommandContext context)
    {
        if (context.Args.TryInt64(2, out long by))
            Add(context, by);
    }

    [Command("DECRBY", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Decrement the integer value of a key by the given number",
        Complexity = "O(1)",
        Arguments = "key:key#0 decrement:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void DecrBy(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long by))
            return;
        if (by == long.MinValue)
            context.Reply.Error(StringErrors.DecrementOverflow); // its negation is no 64-bit number
        else
            Add(context, -by);
    }

    private static void Add(CommandContext context, long by)
    {
        IncrementResult result = context.Keyspace.TryIncrement(context.Key, by, Expiry.None, out long value);
        if (result != IncrementResult.Done)
        {
            Refuse(context, result);
            return;
        }
        context.KeyEvent(KeyEventKinds.String, "incrby"u8, context.Key);
        context.Reply.Integer(value);
    }

    private static void Refuse(CommandContext context, IncrementResult result) => context.Reply.Error(result switch
    {
        IncrementResult.WrongType => Errors.WrongType,
        IncrementResult.NotInteger => Errors.NotInteger,
        _ => Errors.Overflow,
    });
}
