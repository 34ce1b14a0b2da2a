namespace CacheStorm.Plugins.Hashes;

/// <summary>HGETALL, HKEYS and HVALS: all fields, all values, or both.</summary>
internal sealed class WalkCommands(HashValues hashes)
{
    [Command("HGETALL", Arity = 2, Flags = CommandFlags.ReadOnly,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Get all the fields and values in a hash",
        Complexity = "O(N) where N is the size of the hash.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HGetAll(CommandContext context) => Walk(context, withFields: true, withValues: true);

    [Command("HKEYS", Arity = 2, Flags = CommandFlags.ReadOnly,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Get all the fields in a hash",
        Complexity = "O(N) where N is the size of the hash.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HKeys(CommandContext context) => Walk(context, withFields: true, withValues: false);

    [Command("HVALS", Arity = 2, Flags = CommandFlags.ReadOnly,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Get all the values in a hash",
        Complexity = "O(N) where N is the size of the hash.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HVals(CommandContext context) => Walk(context, withFields: false, withValues: true);

    private void Walk(CommandContext context, bool withFields, bool withValues)
    {
        ReplyWriter reply = context.Reply;
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found != LookupResult.Found)
        {
            if (found == LookupResult.WrongType)
                reply.Error(Errors.WrongType);
            else if (withFields && withValues)
                reply.Map(0);
            else
                reply.Array(0);
            return;
        }

        // Only where fields may have expired does the number wait for the walk.
        bool isCounted = !HashValues.MayHaveExpired(entry, context.Now);
        bool isMap = withFields && withValues;
        DeferredLength length = default;
        if (!isCounted)
            length = isMap ? reply.DeferredMap() : reply.DeferredArray();
        else if (isMap)
            reply.Map((int)hashes.Count(entry));
        else
            reply.Array((int)hashes.Count(entry));

        int count = 0;
        var walk = new FieldWalk(entry);
        while (walk.NextLive(context.Now))
        {
            if (withFields)
                walk.Field.WriteTo(reply);
            if (withValues)
                walk.Value.WriteTo(reply);
            count++;
        }
        if (!isCounted)
            reply.Complete(length, count);
    }
}
