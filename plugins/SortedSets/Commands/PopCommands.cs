using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZPOPMIN, ZPOPMAX and ZMPOP: the lowest or highest members go and are the reply.</summary>
internal sealed class PopCommands(ZSetType type)
{
    [Command("ZPOPMIN", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "5.0.0",
        Summary = "Remove and return members with the lowest scores in a sorted set",
        Complexity = "O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of elements popped.",
        Arguments = "key:key#0 count:integer?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    public void ZPopMin(CommandContext context) => Pop(context, fromTop: false);

    [Command("ZPOPMAX", Arity = -2, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "5.0.0",
        Summary = "Remove and return members with the highest scores in a sorted set",
        Complexity = "O(log(N)*M) with N being the number of elements in the sorted set, and M being the number of elements popped.",
        Arguments = "key:key#0 count:integer?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    public void ZPopMax(CommandContext context) => Pop(context, fromTop: true);

    [Command("ZMPOP", Arity = -4, Flags = CommandFlags.Write | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "7.0.0",
        Summary = "Remove and return members with scores in a sorted set",
        Complexity = "O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted set, and M being the number of elements popped.",
        Arguments = "numkeys:integer key:key#0* where=(min!MIN | max!MAX) count:integer@COUNT?")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZMPop(CommandContext context)
    {
        ReadOnlySpan<byte> error = PopOptions.TryParse(context.Args.List, 1, out PopOptions options);
        if (!error.IsEmpty)
        {
            context.Reply.Error(error);
            return;
        }

        for (int i = 0; i < options.KeyCount; i++)
        {
            ReadOnlySpan<byte> key = context.Args[options.FirstKey + i];
            switch (SortedSet.TryOpen(type, context.Keyspace, key, out SortedSet set, Lookup.Write))
            {
                case LookupResult.Found:
                    long count = MemberPop.Take(context, key, ref set, options.FromTop, options.Count, PopReply.KeyAndPairs);
                    MemberPop.PassOn(context, key, options.FromTop, count);
                    return;
                case LookupResult.WrongType:
                    context.Reply.Error(Errors.WrongType);
                    return;
            }
        }
        context.Reply.NullArray();
    }

    private void Pop(CommandContext context, bool fromTop)
    {
        CommandArguments args = context.Args;
        if (args.Count > 3)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }
        long count = 1;
        bool hasCount = args.Count == 3;
        if (hasCount && (!Numbers.TryParseInt64(args[2], out count) || count < 0))
        {
            context.Reply.Error(Errors.MustBePositive);
            return;
        }

        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set, Lookup.Write);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else if (found == LookupResult.Missing || count == 0)
            context.Reply.Array(0);
        else
            MemberPop.Take(context, context.Key, ref set, fromTop, count, hasCount ? PopReply.Range : PopReply.Flat);
    }
}
