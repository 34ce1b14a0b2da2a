using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZCOUNT and ZLEXCOUNT: how many members a range has.</summary>
internal sealed class CountCommands(ZSetType type)
{
    [Command("ZCOUNT", Arity = 4, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "2.0.0",
        Summary = "Count the members in a sorted set with scores within the given values",
        Complexity = "O(log(N)) with N being the number of elements in the sorted set.",
        Arguments = "key:key#0 min:double max:double")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZCount(CommandContext context)
    {
        if (!ScoreRange.TryParse(context.Args[2], context.Args[3], out ScoreRange range))
            context.Reply.Error(SortedSetErrors.ScoreRange);
        else if (TryOpen(context, out SortedSet set))
            context.Reply.Integer(range.In(set).Count);
    }

    [Command("ZLEXCOUNT", Arity = 4, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "2.8.9",
        Summary = "Count the number of members in a sorted set between a given lexicographical range",
        Complexity = "O(log(N)) with N being the number of elements in the sorted set.",
        Arguments = "key:key#0 min:string max:string")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZLexCount(CommandContext context)
    {
        if (!LexRange.TryParse(context.Args[2], context.Args[3], out LexRange range))
            context.Reply.Error(SortedSetErrors.LexRange);
        else if (TryOpen(context, out SortedSet set))
            context.Reply.Integer(range.In(set).Count);
    }

    private bool TryOpen(CommandContext context, out SortedSet set)
    {
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out set);
        if (found == LookupResult.Missing)
            context.Reply.Integer(0);
        else if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        return found == LookupResult.Found;
    }
}
