namespace CacheStorm.Plugins.Strings;

/// <summary>GET and what reads a string and changes something in the same step: GETSET, GETDEL, GETEX.</summary>
internal sealed class GetCommands
{
    [Command("GET", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Get the value of a key",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Get(CommandContext context)
    {
        LookupResult found = context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value);
        if (found == LookupResult.Found)
            context.Reply.Bulk(value);
        else
            ReplyWithout(context, found);
    }

    [Command("GETSET", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "1.0.0",
        Summary = "Set the string value of a key and return its old value",
        Complexity = "O(1)",
        DeprecatedSince = "6.2.0",
        ReplacedBy = "`SET` with the `!GET` argument",
        Arguments = "key:key#0 value:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void GetSet(CommandContext context)
    {
        if (!TryReplyOld(context, out _))
            return;
        context.Keyspace.SetString(context.Key, context.Args[2]);
        context.KeyEvent(KeyEventKinds.String, "set"u8, context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(context.Args[2]);
    }

    [Command("GETDEL", Arity = 2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "string",
        Since = "6.2.0",
        Summary = "Get the value of a key and delete the key",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    public void GetDel(CommandContext context)
    {
        if (!TryReplyOld(context, out bool found) || !found)
            return;
        context.Keyspace.Remove(context.Key);
        AfterDelete(context);
    }

    [Command("GETEX", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "string",
        Since = "6.2.0",
        Summary = "Get the value of a key and optionally set its expiration",
        Complexity = "O(1)",
        Arguments = "key:key#0 expiration=(seconds:integer@EX | milliseconds:integer@PX | unix-time-seconds:unix-time@EXAT | unix-time-milliseconds:unix-time@PXAT | persist!PERSIST)?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update, Notes = "RW and UPDATE because it changes the TTL")]
    public void GetEx(CommandContext context)
    {
        if (!GetExOptions.TryParse(context.Args.List, 2, out GetExOptions options))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        if (!context.Keyspace.TryFind(context.Key, out Entry entry))
        {
            context.Reply.Null();
            return;
        }
        if (!entry.IsString)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        ExpiryClause expiry = options.Expiry;
        long at = -1;
        if (expiry.HasTime)
        {
            ExpiryReading reading = expiry.Read(context.Now, out at);
            if (reading != ExpiryReading.Valid)
            {
                ExpiryClause.Refuse(context, reading);
                return;
            }
        }

        context.Reply.Bulk(entry.Value);
        if (expiry.IsAbsolute && at <= context.Now)
        {
            context.Keyspace.Remove(context.Key);
            AfterDelete(context);
        }
        else if (expiry.HasTime)
        {
            context.Keyspace.SetExpiry(ref entry, at);
            context.KeyEvent(KeyEventKinds.Generic, "expire"u8, context.Key);
            if (context.Effects.Wanted)
                context.Effects.Rewrite().Add("PEXPIREAT"u8).Add(context.Key).Add(at);
        }
        else if (expiry.Form == ExpiryForm.Persist && entry.ExpireAt >= 0)
        {
            context.Keyspace.SetExpiry(ref entry, -1);
            context.KeyEvent(KeyEventKinds.Generic, "persist"u8, context.Key);
            if (context.Effects.Wanted)
                context.Effects.Rewrite().Add("PERSIST"u8).Add(context.Key);
        }
    }

    /// <summary>Replies with the string at the key, or null; false when it is no string, which is the reply then.</summary>
    private static bool TryReplyOld(CommandContext context, out bool found)
    {
        LookupResult result = context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value);
        found = result == LookupResult.Found;
        if (found)
            context.Reply.Bulk(value);
        else
            ReplyWithout(context, result);
        return result != LookupResult.WrongType;
    }

    private static void ReplyWithout(CommandContext context, LookupResult result)
    {
        if (result == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Null();
    }

    private static void AfterDelete(CommandContext context)
    {
        context.KeyEvent(KeyEventKinds.Generic, "del"u8, context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("DEL"u8).Add(context.Key);
    }
}
