namespace CacheStorm.Plugins.Hashes;

/// <summary>HSETEX (8.0): sets fields together with their expiry, if the fields that are there allow it.</summary>
internal sealed class SetExCommand(HashValues hashes)
{
    [Command("HSETEX", Arity = -6, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "hash",
        Since = "8.0.0",
        Summary = "Set the value of one or more fields of a given hash key, and optionally set their expiration.",
        Complexity = "O(N) where N is the number of fields being set.",
        Arguments = "key:key#0 condition=(fnx!FNX | fxx!FXX)? expiration=(seconds:integer@EX | milliseconds:integer@PX | unix-time-seconds:unix-time@EXAT | unix-time-milliseconds:unix-time@PXAT | keepttl!KEEPTTL)? fields={numfields:integer data={field:string value:string}*}@FIELDS")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void HSetEx(CommandContext context)
    {
        if (!SetExOptions.TryParse(context, out SetExOptions options))
            return;
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry, Lookup.Write);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        bool exists = found == LookupResult.Found;
        if (!Holds(context, exists, entry, options))
        {
            context.Reply.Integer(0);
            return;
        }
        context.Reply.Integer(1);
        if (options.Expiry.Form == FieldExpiryForm.At && options.Expiry.At <= context.Now)
            RemoveNow(context, exists, ref entry, options);
        else
            Set(context, exists, ref entry, options);
    }

    private void Set(CommandContext context, bool exists, ref Entry entry, in SetExOptions options)
    {
        FieldExpiry expiry = options.Expiry;
        ArgumentList args = context.Args.List;
        hashes.PutAll(context.Keyspace, context.Key, exists, ref entry, context.Now, args, options.First,
            keepExpiry: expiry.Form == FieldExpiryForm.Keep);
        context.KeyEvent(KeyEventKinds.Hash, "hset"u8, context.Key);
        if (expiry.Form != FieldExpiryForm.At)
            return;

        for (int i = options.First; i < args.Count; i += 2)
            hashes.SetExpiry(context.Keyspace, ref entry, args[i], expiry.At);
        context.KeyEvent(KeyEventKinds.Hash, "hexpire"u8, context.Key);
        if (context.Effects.Wanted)
        {
            context.Effects.Rewrite().Add("HSETEX"u8).Add(context.Key).Add("PXAT"u8).Add(expiry.At)
                .Add("FIELDS"u8).AddRange(args, options.First - 1);
        }
    }

    /// <summary>The time has passed: what would be set goes at once, and with it what was there.</summary>
    private void RemoveNow(CommandContext context, bool exists, ref Entry entry, in SetExOptions options)
    {
        if (!exists)
            return;
        using var change = new FieldsExpiry(hashes, context, options.Expiry.At);
        for (int i = options.First; i < context.Args.Count; i += 2)
        {
            if (entry.Type is not null && hashes.TryGet(entry, context.Now, context.Args[i], out _))
                change.Apply(ref entry, context.Args[i]);
        }
        change.Complete();
    }

    private bool Holds(CommandContext context, bool exists, in Entry entry, in SetExOptions options)
    {
        if (options.Condition == FieldCondition.None)
            return true;
        bool wanted = options.Condition == FieldCondition.Existing;
        for (int i = options.First; i < context.Args.Count; i += 2)
        {
            if ((exists && hashes.TryGet(entry, context.Now, context.Args[i], out _)) != wanted)
                return false;
        }
        return true;
    }
}
