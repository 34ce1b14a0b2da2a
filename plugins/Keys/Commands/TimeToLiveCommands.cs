namespace CacheStorm.Plugins.Keys;

/// <summary>TTL, PTTL, EXPIRETIME and PEXPIRETIME: -2 without a key, -1 without an expiry.</summary>
internal sealed class TimeToLiveCommands
{
    [Command("TTL", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Get the time to live for a key in seconds",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("2.8.0", "Added the -2 reply.")]
    public void Ttl(CommandContext context) => context.Reply.Integer(InSeconds(Find(context, context.Now)));

    [Command("PTTL", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "2.6.0",
        Summary = "Get the time to live for a key in milliseconds",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("2.8.0", "Added the -2 reply.")]
    public void PTtl(CommandContext context) => context.Reply.Integer(Find(context, context.Now));

    [Command("EXPIRETIME", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "7.0.0",
        Summary = "Get the expiration Unix timestamp for a key",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ExpireTime(CommandContext context) => context.Reply.Integer(InSeconds(Find(context, 0)));

    [Command("PEXPIRETIME", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "7.0.0",
        Summary = "Get the expiration Unix timestamp for a key in milliseconds",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void PExpireTime(CommandContext context) => context.Reply.Integer(Find(context, 0));

    private static long Find(CommandContext context, long origin)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Count))
            return -2;
        return entry.ExpireAt == -1 ? -1 : Math.Max(0, entry.ExpireAt - origin);
    }

    private static long InSeconds(long milliseconds) =>
        milliseconds < 0 ? milliseconds : (long)(((ulong)milliseconds + 500) / 1000);
}
