namespace CacheStorm.Plugins.Keys;

/// <summary>RESTORE: a value comes back from the form that DUMP gave it, ours or Redis'.</summary>
internal sealed class RestoreCommand(IDataTypes types)
{
    [Command("RESTORE", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Acl = AclCategory.Dangerous,
        Group = "generic",
        Since = "2.6.0",
        Summary = "Create a key using the provided serialized value, previously obtained using DUMP.",
        Complexity = "O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is the number of Redis objects composing the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).",
        Arguments = "key:key#0 ttl:integer serialized-value:string replace!REPLACE?^3.0.0 absttl!ABSTTL?^5.0.0 seconds:integer@IDLETIME?^5.0.0 frequency:integer@FREQ?^5.0.0")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [CommandHistory("3.0.0", "Added the `REPLACE` modifier.")]
    [CommandHistory("5.0.0", "Added the `ABSTTL` modifier.")]
    [CommandHistory("5.0.0", "Added the `IDLETIME` and `FREQ` options.")]
    [Command("RESTORE-ASKING", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Asking,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "server",
        Since = "3.0.0",
        Summary = "An internal command for migrating keys in a cluster",
        Complexity = "O(1) to create the new key and additional O(N*M) to reconstruct the serialized value, where N is the number of Redis objects composing the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1). However for sorted set values the complexity is O(N*M*log(N)) because inserting values into sorted sets is O(log(N)).",
        SystemCommand = true,
        Arguments = "key:key#0 ttl:integer serialized-value:string replace!REPLACE?^3.0.0 absttl!ABSTTL?^5.0.0 seconds:integer@IDLETIME?^5.0.0 frequency:integer@FREQ?^5.0.0")]
    public void Restore(CommandContext context)
    {
        CommandArguments args = context.Args;
        Keyspace keyspace = context.Keyspace;
        ReadOnlySpan<byte> key = context.Key;
        if (!RestoreOptions.TryParse(context, out RestoreOptions options))
            return;

        bool existed = keyspace.Exists(key, Lookup.Peek);
        if (existed && !options.Replace)
        {
            context.Reply.Error(KeyErrors.BusyKey);
            return;
        }
        if (!args.TryInt64(2, out long ttl))
            return;
        if (ttl < 0)
        {
            context.Reply.Error(KeyErrors.InvalidTtl);
            return;
        }
        if (!RdbPayload.TryOpen(args[3], out ReadOnlySpan<byte> value))
        {
            context.Reply.Error(KeyErrors.PayloadWrong);
            return;
        }

        // A sum beyond 64 bits wraps and lies in the past, as in Redis.
        long expireAt = ttl == 0 || options.IsAbsolute ? ttl : unchecked(ttl + context.Now);
        bool isPast = ttl != 0 && expireAt <= context.Now;

        var reader = new RdbReader(value);
        Expiry expiry = ttl != 0 && !isPast ? Expiry.At(expireAt) : Expiry.None;
        if (!RdbValue.TryRead(ref reader, types, keyspace, key, expiry))
        {
            context.Reply.Error(KeyErrors.BadFormat);
            return;
        }

        if (isPast)
            RemoveAgain(context, existed);
        else
            Finish(context, options, existed, isRelative: ttl != 0 && !options.IsAbsolute, expireAt);
        context.Reply.Ok();
    }

    /// <summary>The value was sound, but its time is over: what was there goes, nothing comes.</summary>
    private static void RemoveAgain(CommandContext context, bool existed)
    {
        ReadOnlySpan<byte> key = context.Key;
        context.Keyspace.Remove(key);
        if (!existed)
        {
            context.Effects.Suppress();
            return;
        }
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("DEL"u8).Add(key);
        context.KeyEvent(KeyEventKinds.Generic, "del"u8, key);
    }

    private static void Finish(CommandContext context, RestoreOptions options, bool existed, bool isRelative, long expireAt)
    {
        ReadOnlySpan<byte> key = context.Key;
        if ((options.IdleSeconds >= 0 || options.Frequency >= 0) && context.Keyspace.TryFind(key, out Entry entry, Lookup.Peek))
            context.Keyspace.SetAccess(ref entry, options.IdleSeconds, options.Frequency);
        if (isRelative && context.Effects.Wanted)
        {
            context.Effects.Rewrite().Add(context.Args[0]).Add(key).Add(expireAt)
                .AddRange(context.Args.List, 3).Add("ABSTTL"u8);
        }
        // What was there counts as deleted.
        if (existed)
            context.KeyEvent(KeyEventKinds.New, "new"u8, key);
        context.KeyEvent(KeyEventKinds.Generic, "restore"u8, key);
    }
}
