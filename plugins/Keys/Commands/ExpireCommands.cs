namespace CacheStorm.Plugins.Keys;

/// <summary>EXPIRE and its kin, and PERSIST: when keys go by themselves. What is passed on names a point in time.</summary>
internal sealed class ExpireCommands
{
    [Command("EXPIRE", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Set a key's time to live in seconds",
        Complexity = "O(1)",
        Arguments = "key:key#0 seconds:integer condition=(nx!NX | xx!XX | gt!GT | lt!LT)?^7.0.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")]
    public void Expire(CommandContext context) =>
        Set(context, 1000, context.Now, "ERR invalid expire time in 'expire' command"u8);

    [Command("PEXPIRE", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "2.6.0",
        Summary = "Set a key's time to live in milliseconds",
        Complexity = "O(1)",
        Arguments = "key:key#0 milliseconds:integer condition=(nx!NX | xx!XX | gt!GT | lt!LT)?^7.0.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")]
    public void PExpire(CommandContext context) =>
        Set(context, 1, context.Now, "ERR invalid expire time in 'pexpire' command"u8);

    [Command("EXPIREAT", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "1.2.0",
        Summary = "Set the expiration for a key as a UNIX timestamp",
        Complexity = "O(1)",
        Arguments = "key:key#0 unix-time-seconds:unix-time condition=(nx!NX | xx!XX | gt!GT | lt!LT)?^7.0.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")]
    public void ExpireAt(CommandContext context) =>
        Set(context, 1000, 0, "ERR invalid expire time in 'expireat' command"u8);

    [Command("PEXPIREAT", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "2.6.0",
        Summary = "Set the expiration for a key as a UNIX timestamp specified in milliseconds",
        Complexity = "O(1)",
        Arguments = "key:key#0 unix-time-milliseconds:unix-time condition=(nx!NX | xx!XX | gt!GT | lt!LT)?^7.0.0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [CommandHistory("7.0.0", "Added options: `NX`, `XX`, `GT` and `LT`.")]
    public void PExpireAt(CommandContext context) =>
        Set(context, 1, 0, "ERR invalid expire time in 'pexpireat' command"u8);

    [Command("PERSIST", Arity = 2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "2.2.0",
        Summary = "Remove the expiration from a key",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void Persist(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write) || entry.ExpireAt == -1)
        {
            context.Reply.Integer(0);
            return;
        }
        context.Keyspace.SetExpiry(ref entry, -1);
        context.KeyEvent(KeyEventKinds.Generic, "persist"u8, context.Key);
        context.Reply.Integer(1);
    }

    /// <param name="context">The call.</param>
    /// <param name="unit">Milliseconds in a unit of the argument.</param>
    /// <param name="origin">What the argument counts from, in Unix milliseconds.</param>
    /// <param name="invalid">The error of a time beyond 64 bits.</param>
    private static void Set(CommandContext context, long unit, long origin, ReadOnlySpan<byte> invalid)
    {
        if (!ExpireOptions.TryParse(context, out ExpireOptions options) || !context.Args.TryInt64(2, out long time))
            return;
        if (time > long.MaxValue / unit || time < long.MinValue / unit || time * unit > long.MaxValue - origin)
        {
            context.Reply.Error(invalid);
            return;
        }
        long expireAt = time * unit + origin;

        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write) || !options.Allow(entry.ExpireAt, expireAt))
        {
            context.Reply.Integer(0);
            return;
        }

        if (expireAt <= context.Now)
            RemoveNow(context);
        else
            SetLater(context, ref entry, expireAt, isAsWritten: unit == 1 && origin == 0);
        context.Reply.Integer(1);
    }

    private static void RemoveNow(CommandContext context)
    {
        ReadOnlySpan<byte> key = context.Key;
        context.Keyspace.Remove(key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("DEL"u8).Add(key);
        context.KeyEvent(KeyEventKinds.Generic, "del"u8, key);
    }

    private static void SetLater(CommandContext context, ref Entry entry, long expireAt, bool isAsWritten)
    {
        ReadOnlySpan<byte> key = context.Key;
        context.Keyspace.SetExpiry(ref entry, expireAt);
        if (!isAsWritten && context.Effects.Wanted)
            context.Effects.Rewrite().Add("PEXPIREAT"u8).Add(key).Add(expireAt).AddRange(context.Args.List, 3);
        context.KeyEvent(KeyEventKinds.Generic, "expire"u8, key);
    }
}
