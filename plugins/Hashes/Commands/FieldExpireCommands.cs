namespace CacheStorm.Plugins.Hashes;

/// <summary>HEXPIRE and its kin (7.4): when fields go by themselves. What is passed on names a point in time.</summary>
internal sealed class FieldExpireCommands(HashValues hashes)
{
    private const long NoField = -2;
    private const long NoExpiry = -1;
    private const long NotMet = 0;
    private const long Done = 1;
    private const long Deleted = 2;

    [Command("HEXPIRE", Arity = -6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Set expiry for hash field using relative time to expire (seconds)",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 seconds:integer condition=(nx!NX | xx!XX | gt!GT | lt!LT)? fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HExpire(CommandContext context) => Expire(context, 1000, context.Now);

    [Command("HPEXPIRE", Arity = -6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Set expiry for hash field using relative time to expire (milliseconds)",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 milliseconds:integer condition=(nx!NX | xx!XX | gt!GT | lt!LT)? fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HPExpire(CommandContext context) => Expire(context, 1, context.Now);

    [Command("HEXPIREAT", Arity = -6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Set expiry for hash field using an absolute Unix timestamp (seconds)",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 unix-time-seconds:unix-time condition=(nx!NX | xx!XX | gt!GT | lt!LT)? fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HExpireAt(CommandContext context) => Expire(context, 1000, 0);

    [Command("HPEXPIREAT", Arity = -6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Set expiry for hash field using an absolute Unix timestamp (milliseconds)",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 unix-time-milliseconds:unix-time condition=(nx!NX | xx!XX | gt!GT | lt!LT)? fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HPExpireAt(CommandContext context) => Expire(context, 1, 0);

    [Command("HPERSIST", Arity = -5, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "hash",
        Since = "7.4.0",
        Summary = "Removes the expiration time for each specified field",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HPersist(CommandContext context)
    {
        if (!hashes.TryOpen(context, out bool exists, out Entry entry)
            || !FieldArguments.TryParse(context, 2, HashErrors.FieldCountNotPositive, out FieldArguments fields))
            return;
        using var change = new FieldsExpiry(hashes, context, FieldsExpiry.Never);
        context.Reply.Array(fields.Count);
        for (int i = fields.First; i < fields.End; i++)
        {
            ReadOnlySpan<byte> field = context.Args[i];
            if (!exists || !hashes.TryGet(entry, context.Now, field, out _, out long current))
            {
                context.Reply.Integer(NoField);
                continue;
            }
            context.Reply.Integer(current == 0 ? NoExpiry : Done);
            if (current != 0)
                change.Apply(ref entry, field);
        }
        change.Complete();
    }

    /// <param name="context">The call.</param>
    /// <param name="unit">Milliseconds in a unit of the argument.</param>
    /// <param name="origin">What the argument counts from, in Unix milliseconds.</param>
    private void Expire(CommandContext context, long unit, long origin)
    {
        if (!hashes.TryOpen(context, out bool exists, out Entry entry) || !FieldTime.TryRead(context, 2, unit, origin, out long expiresAt))
            return;
        ExpireCondition condition = ExpireConditions.Of(context.Args[3]);
        int fieldsAt = condition == ExpireCondition.None ? 3 : 4;
        if (!FieldArguments.TryParse(context, fieldsAt, HashErrors.FieldCountTooSmall, out FieldArguments fields))
            return;

        using var change = new FieldsExpiry(hashes, context, expiresAt);
        context.Reply.Array(fields.Count);
        for (int i = fields.First; i < fields.End; i++)
        {
            ReadOnlySpan<byte> field = context.Args[i];
            if (!exists || entry.Type is null || !hashes.TryGet(entry, context.Now, field, out _, out long current))
                context.Reply.Integer(NoField);
            else if (!condition.Allows(current, expiresAt))
                context.Reply.Integer(NotMet);
            else
                context.Reply.Integer(change.Apply(ref entry, field) ? Deleted : Done);
        }
        change.Complete();
    }
}
