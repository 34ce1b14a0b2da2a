namespace CacheStorm.Plugins.Hashes;

/// <summary>HDEL, and HGETDEL which first tells what was there.</summary>
internal sealed class RemovalCommands(HashValues hashes)
{
    [Command("HDEL", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "hash",
        Since = "2.0.0",
        Summary = "Delete one or more hash fields",
        Complexity = "O(N) where N is the number of fields to be removed.",
        Arguments = "key:key#0 field:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    [CommandHistory("2.4.0", "Accepts multiple `field` arguments.")]
    public void HDel(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry, Lookup.Write);
        if (found != LookupResult.Found)
        {
            if (found == LookupResult.WrongType)
                context.Reply.Error(Errors.WrongType);
            else
                context.Reply.Integer(0);
            return;
        }

        var removal = new FieldsRemoval(hashes, context);
        CommandArguments args = context.Args;
        for (int i = 2; i < args.Count && !removal.IsKeyGone; i++)
            removal.Remove(ref entry, args[i]);
        removal.Tell();
        context.Reply.Integer(removal.Count);
    }

    [Command("HGETDEL", Arity = -5, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "hash",
        Since = "8.0.0",
        Summary = "Returns the values of hash fields and deletes them",
        Complexity = "O(N) where N is the number of specified fields",
        Arguments = "key:key#0 fields={numfields:integer field:string*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    public void HGetDel(CommandContext context)
    {
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry, Lookup.Write);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        if (!FieldArguments.TryParse(context, 2, HashErrors.FieldCountNotPositive, out FieldArguments fields))
            return;

        var removal = new FieldsRemoval(hashes, context);
        using FieldNames names = FieldNames.Begin(context);
        context.Reply.Array(fields.Count);
        for (int i = fields.First; i < fields.End; i++)
        {
            ReadOnlySpan<byte> field = context.Args[i];
            if (found == LookupResult.Found && !removal.IsKeyGone && hashes.TryGet(entry, context.Now, field, out PackedElement value))
            {
                value.WriteTo(context.Reply);
                removal.Remove(ref entry, field);
                names.Add(field);
            }
            else
            {
                context.Reply.Null();
            }
        }
        if (context.Effects.Wanted && removal.Count > 0)
            context.Effects.Rewrite().Add("HDEL"u8).Add(context.Key).AddRange(names.List, 0);
        removal.Tell();
    }
}
