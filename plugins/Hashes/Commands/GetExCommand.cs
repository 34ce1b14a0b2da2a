namespace CacheStorm.Plugins.Hashes;

/// <summary>HGETEX (8.0): tells fields and gives them an expiry, or takes it away.</summary>
internal sealed class GetExCommand(HashValues hashes)
{
    [Command("HGETEX", Arity = -5, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "hash",
        Since = "8.0.0",
        Summary = "Get the value of one or more fields of a given hash key, and optionally set their expiration.",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 expiration=(seconds:integer@EX | milliseconds:integer@PX | unix-time-seconds:unix-time@EXAT | unix-time-milliseconds:unix-time@PXAT | persist!PERSIST)? fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, Notes = "RW and UPDATE because it changes the TTL")]
    public void HGetEx(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        if (!TryOptions(context, out FieldExpiry expiry, out int fieldsAt)
            || !FieldArguments.TryParse(context, fieldsAt, HashErrors.FieldCountNotPositive, out FieldArguments fields))
            return;

        using var change = new FieldsExpiry(hashes, context, expiry.Form == FieldExpiryForm.At ? expiry.At : FieldsExpiry.Never);
        context.Reply.Array(fields.Count);
        for (int i = fields.First; i < fields.End; i++)
        {
            ReadOnlySpan<byte> field = context.Args[i];
            if (found == LookupResult.Missing || entry.Type is null
                || !hashes.TryGet(entry, context.Now, field, out PackedElement value, out long current))
            {
                context.Reply.Null();
                continue;
            }
            value.WriteTo(context.Reply);
            if (expiry.Form == FieldExpiryForm.At || (expiry.Form == FieldExpiryForm.Persist && current != 0))
                change.Apply(ref entry, field);
        }
        change.Complete();
    }

    private static bool TryOptions(CommandContext context, out FieldExpiry expiry, out int fieldsAt)
    {
        expiry = default;
        fieldsAt = 2;
        if (context.Args.Is(2, "PERSIST"u8))
        {
            expiry = new FieldExpiry(FieldExpiryForm.Persist, 0);
            fieldsAt = 3;
            return true;
        }
        if (!FieldExpiry.TakesTime(context.Args[2], out long unit, out bool isAbsolute))
            return true;
        fieldsAt = 4;
        return FieldExpiry.TryRead(context, 3, unit, isAbsolute, out expiry);
    }
}
