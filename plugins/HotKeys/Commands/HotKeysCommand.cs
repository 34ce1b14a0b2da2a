namespace CacheStorm.Plugins.HotKeys;

/// <summary>HOTKEYS [count]: the most used keys of the connection's namespace.</summary>
internal sealed class HotKeysCommand(HotKeyBoard board)
{
    private const int DefaultCount = 10;
    private const int LargestCount = 100;

    [Command("HOTKEYS", Arity = -1, Flags = CommandFlags.Loading | CommandFlags.Stale, TakesOtherArguments = true,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous, Group = "server", Since = "0.1.0",
        Complexity = "O(1); some thousand counters are looked at, never a key.",
        Summary = "Returns the most used keys with an estimate of their accesses in the last minutes.",
        Tips = "nondeterministic_output", Arguments = "count:integer?")]
    public void Top(CommandContext context)
    {
        int count = DefaultCount;
        if (context.Args.Count > 2)
        {
            context.Reply.Error(HotKeysErrors.TooManyArguments);
            return;
        }
        if (context.Args.Count == 2)
        {
            if (!Numbers.TryParseInt64(context.Args[1], out long wanted) || wanted is < 1 or > LargestCount)
            {
                context.Reply.Error(HotKeysErrors.CountOutOfRange);
                return;
            }
            count = (int)wanted;
        }
        if (board.Interval == 0)
        {
            context.Reply.Error(HotKeysErrors.Off);
            return;
        }

        List<HotKey> keys = board.Top(context.Client.Namespace, count);
        context.Reply.Array(keys.Count);
        foreach ((byte[] key, long accesses) in keys)
        {
            context.Reply.Array(2);
            context.Reply.Bulk(key);
            context.Reply.Integer(accesses);
        }
    }
}
