namespace CacheStorm.Plugins.Hashes;

/// <summary>HTTL and its kin (7.4): when fields expire.</summary>
internal sealed class FieldTimeCommands(HashValues hashes)
{
    private const long NoField = -2;
    private const long NoExpiry = -1;

    [Command("HTTL", Arity = -5, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Returns the TTL in seconds of a hash field.",
        Complexity = "O(N) where N is the number of specified fields",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HTtl(CommandContext context) => Times(context, 1000, context.Now);

    [Command("HPTTL", Arity = -5, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Returns the TTL in milliseconds of a hash field.",
        Complexity = "O(N) where N is the number of specified fields",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HPTtl(CommandContext context) => Times(context, 1, context.Now);

    [Command("HEXPIRETIME", Arity = -5, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Returns the expiration time of a hash field as a Unix timestamp, in seconds.",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HExpireTime(CommandContext context) => Times(context, 1000, 0);

    [Command("HPEXPIRETIME", Arity = -5, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Returns the expiration time of a hash field as a Unix timestamp, in msec.",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HPExpireTime(CommandContext context) => Times(context, 1, 0);

    /// <param name="context">The call.</param>
    /// <param name="unit">Milliseconds in a unit of the reply, which is rounded up.</param>
    /// <param name="origin">What the reply counts from, in Unix milliseconds.</param>
    private void Times(CommandContext context, long unit, long origin)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        if (!FieldArguments.TryParse(context, 2, HashErrors.FieldCountNotPositive, out FieldArguments fields))
            return;
        context.Reply.Array(fields.Count);
        for (int i = fields.First; i < fields.End; i++)
        {
            if (found == LookupResult.Missing || !hashes.TryGet(entry, context.Now, context.Args[i], out _, out long expiresAt))
                context.Reply.Integer(NoField);
            else
                context.Reply.Integer(expiresAt == 0 ? NoExpiry : (expiresAt - origin + unit - 1) / unit);
        }
    }
}
