namespace CacheStorm.Plugins.Keys;

/// <summary>EXISTS, TOUCH and TYPE: is it there, and what is it?</summary>
internal sealed class PresenceCommands
{
    [Command("EXISTS", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Determine if a key exists",
        Complexity = "O(N) where N is the number of keys to check.",
        Tips = "request_policy:multi_shard response_policy:agg_sum",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly, Last = -1)]
    [CommandHistory("3.0.3", "Accepts multiple `key` arguments.")]
    public void Exists(CommandContext context)
    {
        CommandArguments args = context.Args;
        long found = 0;
        for (int i = 1; i < args.Count; i++)
        {
            if (context.Keyspace.Exists(args[i], Lookup.Count))
                found++;
        }
        context.Reply.Integer(found);
    }

    [Command("TOUCH", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "3.2.1",
        Summary = "Alters the last access time of a key(s). Returns the number of existing keys specified.",
        Complexity = "O(N) where N is the number of keys that will be touched.",
        Tips = "request_policy:multi_shard response_policy:agg_sum",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly, Last = -1)]
    public void Touch(CommandContext context)
    {
        CommandArguments args = context.Args;
        long found = 0;
        for (int i = 1; i < args.Count; i++)
        {
            if (context.Keyspace.Exists(args[i], Lookup.AlwaysTouch | Lookup.Count))
                found++;
        }
        context.Reply.Integer(found);
    }

    [Command("TYPE", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Determine the type stored at key",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Type(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Count))
        {
            context.Reply.SimpleString("none"u8);
            return;
        }
        Span<byte> name = stackalloc byte[64];
        TypeName.Write(entry.Type, ref name);
        context.Reply.SimpleString(name);
    }
}
