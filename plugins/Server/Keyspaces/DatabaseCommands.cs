namespace CacheStorm.Plugins.Server;

/// <summary>DBSIZE and SWAPDB: databases as a whole.</summary>
internal sealed class DatabaseCommands(INamespaces namespaces)
{
    [Command("DBSIZE", Arity = 1, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Acl = AclCategory.Keyspace,
        Group = "server",
        Since = "1.0.0",
        Summary = "Return the number of keys in the selected database",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards response_policy:agg_sum")]
    public void Size(CommandContext context) => context.Reply.Integer(context.Keyspace.Count);

    [Command("SWAPDB", Arity = 3, Flags = CommandFlags.Write | CommandFlags.Fast, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "server",
        Since = "4.0.0",
        Summary = "Swaps two Redis databases",
        Complexity = "O(N) where N is the count of clients watching or blocking on keys from both databases.",
        Arguments = "index1:integer index2:integer")]
    public void Swap(CommandContext context)
    {
        if (!TryIndex(context, 1, ErrorText.InvalidFirstIndex, out int first)
            || !TryIndex(context, 2, ErrorText.InvalidSecondIndex, out int second))
            return;
        if ((uint)first >= (uint)namespaces.DatabaseCount || (uint)second >= (uint)namespaces.DatabaseCount)
        {
            context.Reply.Error(Errors.DbIndexOutOfRange);
            return;
        }
        if (first != second)
            namespaces.Swap(context, first, second);
        context.Effects.Force();
        context.Reply.Ok();
    }

    private static bool TryIndex(CommandContext context, int argument, ReadOnlySpan<byte> error, out int index)
    {
        if (Numbers.TryParseInt64(context.Args[argument], out long number) && number is >= int.MinValue and <= int.MaxValue)
        {
            index = (int)number;
            return true;
        }
        index = 0;
        context.Reply.Error(error);
        return false;
    }
}
