namespace CacheStorm.Plugins.Hashes;

/// <summary>HSET, HMSET and HSETNX: fields get values.</summary>
internal sealed class SetCommands(HashValues hashes)
{
    [Command("HSET", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Set the string value of a hash field",
        Complexity = "O(1) for each field/value pair added, so O(N) to add N field/value pairs when the command is called with multiple field/value pairs.",
        Arguments = "key:key#0 field_value={field:string value:string}*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("4.0.0", "Accepts multiple `field` and `value` arguments.")]
    public void HSet(CommandContext context)
    {
        if (TrySet(context, out int added))
            context.Reply.Integer(added);
    }

    [Command("HMSET", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Set multiple hash fields to multiple values",
        Complexity = "O(N) where N is the number of fields being set.",
        DeprecatedSince = "4.0.0",
        ReplacedBy = "`HSET` with multiple field-value pairs",
        Arguments = "key:key#0 field_value={field:string value:string}*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HMSet(CommandContext context)
    {
        if (TrySet(context, out _))
            context.Reply.Ok();
    }

    [Command("HSETNX", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Set the value of a hash field, only if the field does not exist",
        Complexity = "O(1)",
        Arguments = "key:key#0 field:string value:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void HSetNx(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry, Lookup.Write);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        if (found == LookupResult.Missing)
            hashes.Create(context.Keyspace, context.Key, context.Args[2], context.Args[3], out _);
        else if (hashes.TryGet(entry, context.Now, context.Args[2], out _))
        {
            context.Reply.Integer(0);
            return;
        }
        else
            hashes.Put(context.Keyspace, ref entry, context.Now, context.Args[2], context.Args[3]);
        context.KeyEvent(KeyEventKinds.Hash, "hset"u8, context.Key);
        context.Reply.Integer(1);
    }

    private bool TrySet(CommandContext context, out int added)
    {
        added = 0;
        CommandArguments args = context.Args;
        if ((args.Count & 1) != 0)
        {
            HashErrors.WrongArity(context);
            return false;
        }
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry, Lookup.Write);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return false;
        }
        added = hashes.PutAll(context.Keyspace, context.Key, found == LookupResult.Found, ref entry, context.Now, args.List, 2);
        context.KeyEvent(KeyEventKinds.Hash, "hset"u8, context.Key);
        return true;
    }
}
