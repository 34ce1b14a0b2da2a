using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>BZPOPMIN, BZPOPMAX and BZMPOP: they pop, or wait until there is something to pop.</summary>
internal sealed class BlockingPopCommands(ZSetType type)
{
    private static readonly CommandHandler s_late = static context => context.Reply.NullArray();

    [Command("BZPOPMIN", Arity = -3, Flags = CommandFlags.Write | CommandFlags.NoScript | CommandFlags.Blocking | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "5.0.0",
        Summary = "Remove and return the member with the lowest score from one or more sorted sets, or block until one is available",
        Complexity = "O(log(N)) with N being the number of elements in the sorted set.",
        Arguments = "key:key#0* timeout:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, Last = -2)]
    [CommandHistory("6.0.0", "`timeout` is interpreted as a double instead of an integer.")]
    public void BZPopMin(CommandContext context) => PopOne(context, fromTop: false);

    [Command("BZPOPMAX", Arity = -3, Flags = CommandFlags.Write | CommandFlags.NoScript | CommandFlags.Blocking | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "5.0.0",
        Summary = "Remove and return the member with the highest score from one or more sorted sets, or block until one is available",
        Complexity = "O(log(N)) with N being the number of elements in the sorted set.",
        Arguments = "key:key#0* timeout:double")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, Last = -2)]
    [CommandHistory("6.0.0", "`timeout` is interpreted as a double instead of an integer.")]
    public void BZPopMax(CommandContext context) => PopOne(context, fromTop: true);

    [Command("BZMPOP", Arity = -5, Flags = CommandFlags.Write | CommandFlags.Blocking | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "7.0.0",
        Summary = "Remove and return members with scores in a sorted set or block until one is available",
        Complexity = "O(K) + O(M*log(N)) where K is the number of provided keys, N being the number of elements in the sorted set, and M being the number of elements popped.",
        Arguments = "timeout:double numkeys:integer key:key#0* where=(min!MIN | max!MAX) count:integer@COUNT?")]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void BZMPop(CommandContext context)
    {
        ReadOnlySpan<byte> error = PopOptions.TryParse(context.Args.List, 2, out PopOptions options);
        if (!error.IsEmpty)
            context.Reply.Error(error);
        else
            PopOrPark(context, options, timeoutAt: 1, PopReply.KeyAndPairs);
    }

    private void PopOne(CommandContext context, bool fromTop)
    {
        int timeoutAt = context.Args.Count - 1;
        PopOrPark(context, new PopOptions(1, timeoutAt - 1, fromTop, 1), timeoutAt, PopReply.KeyAndOne);
    }

    private void PopOrPark(CommandContext context, PopOptions options, int timeoutAt, PopReply form)
    {
        if (!context.Args.TryTimeout(timeoutAt, out long timeout))
            return;

        for (int i = 0; i < options.KeyCount; i++)
        {
            ReadOnlySpan<byte> key = context.Args[options.FirstKey + i];
            LookupResult found = SortedSet.TryOpen(type, context.Keyspace, key, out SortedSet set, Lookup.Write);
            if (found == LookupResult.Found)
            {
                long count = MemberPop.Take(context, key, ref set, options.FromTop, options.Count, form);
                MemberPop.PassOn(context, key, options.FromTop, form == PopReply.KeyAndOne ? 0 : count);
                return;
            }

            // Who waits already goes on waiting when a key gets a value of another type.
            if (found == LookupResult.WrongType && !context.IsRetry)
            {
                context.Reply.Error(Errors.WrongType);
                return;
            }
        }

        if (context.CanPark)
            context.Park(timeout, s_late);
        else
            context.Reply.NullArray();
    }
}
