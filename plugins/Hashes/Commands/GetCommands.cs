namespace CacheStorm.Plugins.Hashes;

/// <summary>HGET, HMGET, HEXISTS, HSTRLEN and HLEN: what is known of single fields, and how many there are.</summary>
internal sealed class GetCommands(HashValues hashes)
{
    [Command("HGET", Arity = 3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Get the value of a hash field",
        Complexity = "O(1)",
        Arguments = "key:key#0 field:string")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HGet(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.Found && hashes.TryGet(entry, context.Now, context.Args[2], out PackedElement value))
            value.WriteTo(context.Reply);
        else if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Null();
    }

    [Command("HMGET", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Get the values of all the given hash fields",
        Complexity = "O(N) where N is the number of fields being requested.",
        Arguments = "key:key#0 field:string*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HMGet(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        CommandArguments args = context.Args;
        context.Reply.Array(args.Count - 2);
        for (int i = 2; i < args.Count; i++)
        {
            if (found == LookupResult.Found && hashes.TryGet(entry, context.Now, args[i], out PackedElement value))
                value.WriteTo(context.Reply);
            else
                context.Reply.Null();
        }
    }

    [Command("HEXISTS", Arity = 3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Determine if a hash field exists",
        Complexity = "O(1)",
        Arguments = "key:key#0 field:string")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void HExists(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Integer(found == LookupResult.Found && hashes.TryGet(entry, context.Now, context.Args[2], out _) ? 1 : 0);
    }

    [Command("HSTRLEN", Arity = 3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "3.2.0",
        Summary = "Get the length of the value of a hash field",
        Complexity = "O(1)",
        Arguments = "key:key#0 field:string")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void HStrLen(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else if (found == LookupResult.Found && hashes.TryGet(entry, context.Now, context.Args[2], out PackedElement value))
            context.Reply.Integer(value.TextLength);
        else
            context.Reply.Integer(0);
    }

    [Command("HLEN", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Get the number of fields in a hash",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void HLen(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Integer(found == LookupResult.Found ? hashes.Count(entry) : 0);
    }
}
