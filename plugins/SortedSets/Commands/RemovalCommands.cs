using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZREM and ZREMRANGEBY…: members go, by name or by range.</summary>
internal sealed class RemovalCommands(ZSetType type)
{
    [Command("ZREM", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Remove one or more members from a sorted set",
        Complexity = "O(M*log(N)) with N being the number of elements in the sorted set and M the number of elements to be removed.",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    [CommandHistory("2.4.0", "Accepts multiple elements.")]
    public void ZRem(CommandContext context)
    {
        if (!TryOpen(context, out SortedSet set))
            return;
        CommandArguments args = context.Args;
        int removed = 0;
        bool gone = false;
        for (int i = 2; i < args.Count && !gone; i++)
        {
            if (!set.Remove(args[i]))
                continue;
            removed++;
            gone = set.RemoveIfEmpty();
        }

        if (removed > 0)
            Tell(context, "zrem"u8, gone);
        context.Reply.Integer(removed);
    }

    [Command("ZREMRANGEBYRANK", Arity = 4, Flags = CommandFlags.Write,
        Group = "sorted-set",
        Since = "2.0.0",
        Summary = "Remove all members in a sorted set within the given indexes",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.",
        Arguments = "key:key#0 start:integer stop:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void ZRemRangeByRank(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (!args.TryInt64(2, out long start) || !args.TryInt64(3, out long stop))
            return;
        if (TryOpen(context, out SortedSet set))
            Remove(context, ref set, RankWindow.Of(start, stop, set.Count, reversed: false), "zremrangebyrank"u8);
    }

    [Command("ZREMRANGEBYSCORE", Arity = 4, Flags = CommandFlags.Write,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Remove all members in a sorted set within the given scores",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.",
        Arguments = "key:key#0 min:double max:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void ZRemRangeByScore(CommandContext context)
    {
        if (!ScoreRange.TryParse(context.Args[2], context.Args[3], out ScoreRange range))
            context.Reply.Error(SortedSetErrors.ScoreRange);
        else if (TryOpen(context, out SortedSet set))
            Remove(context, ref set, range.In(set), "zremrangebyscore"u8);
    }

    [Command("ZREMRANGEBYLEX", Arity = 4, Flags = CommandFlags.Write,
        Group = "sorted-set",
        Since = "2.8.9",
        Summary = "Remove all members in a sorted set between the given lexicographical range",
        Complexity = "O(log(N)+M) with N being the number of elements in the sorted set and M the number of elements removed by the operation.",
        Arguments = "key:key#0 min:string max:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    public void ZRemRangeByLex(CommandContext context)
    {
        if (!LexRange.TryParse(context.Args[2], context.Args[3], out LexRange range))
            context.Reply.Error(SortedSetErrors.LexRange);
        else if (TryOpen(context, out SortedSet set))
            Remove(context, ref set, range.In(set), "zremrangebylex"u8);
    }

    private bool TryOpen(CommandContext context, out SortedSet set)
    {
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out set, Lookup.Write);
        if (found == LookupResult.Missing)
            context.Reply.Integer(0);
        else if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        return found == LookupResult.Found;
    }

    private static void Remove(CommandContext context, ref SortedSet set, RankWindow window, ReadOnlySpan<byte> eventName)
    {
        if (window.Count > 0)
        {
            set.RemoveRange(window.First, window.Count);
            Tell(context, eventName, set.RemoveIfEmpty());
        }
        context.Reply.Integer(window.Count);
    }

    private static void Tell(CommandContext context, ReadOnlySpan<byte> eventName, bool gone)
    {
        context.KeyEvent(KeyEventKinds.SortedSet, eventName, context.Key);
        if (gone)
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, context.Key);
    }
}
