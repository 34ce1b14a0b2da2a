namespace CacheStorm.Plugins.Keys;

/// <summary>DEL and UNLINK: keys go. Memory is given back in steps either way, so both cost the same.</summary>
internal sealed class RemovalCommands
{
    [Command("DEL", Arity = -2, Flags = CommandFlags.Write,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Delete a key",
        Complexity = "O(N) where N is the number of keys that will be removed. When a key to remove holds a value other than a string, the individual complexity for this key is O(M) where M is the number of elements in the list, set, sorted set or hash. Removing a single key that holds a string value is O(1).",
        Tips = "request_policy:multi_shard response_policy:agg_sum",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.Remove | KeyAccess.Delete, Last = -1)]
    public void Del(CommandContext context) => Remove(context);

    [Command("UNLINK", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "4.0.0",
        Summary = "Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking.",
        Complexity = "O(1) for each key removed regardless of its size. Then the command does O(N) work in a different thread in order to reclaim memory, where N is the number of allocations the deleted objects where composed of.",
        Tips = "request_policy:multi_shard response_policy:agg_sum",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.Remove | KeyAccess.Delete, Last = -1)]
    public void Unlink(CommandContext context) => Remove(context);

    private static void Remove(CommandContext context)
    {
        CommandArguments args = context.Args;
        long removed = 0;
        for (int i = 1; i < args.Count; i++)
        {
            if (!context.Keyspace.Remove(args[i]))
                continue;
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, args[i]);
            removed++;
        }
        context.Reply.Integer(removed);
    }
}
