using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZCARD, ZSCORE, ZMSCORE, ZRANK and ZREVRANK: questions about single members.</summary>
internal sealed class ScoreCommands(ZSetType type)
{
    [Command("ZCARD", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Get the number of members in a sorted set",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void ZCard(CommandContext context)
    {
        switch (SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set))
        {
            case LookupResult.Found:
                context.Reply.Integer(set.Count);
                break;
            case LookupResult.Missing:
                context.Reply.Integer(0);
                break;
            default:
                context.Reply.Error(Errors.WrongType);
                break;
        }
    }

    [Command("ZSCORE", Arity = 3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "1.2.0",
        Summary = "Get the score associated with the given member in a sorted set",
        Complexity = "O(1)",
        Arguments = "key:key#0 member:string")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZScore(CommandContext context)
    {
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set);
        if (found == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else if (found == LookupResult.Found && set.TryScore(context.Args[2], out double score))
            context.Reply.Double(score);
        else
            context.Reply.Null();
    }

    [Command("ZMSCORE", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Get the score associated with the given members in a sorted set",
        Complexity = "O(N) where N is the number of members being requested.",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void ZMScore(CommandContext context)
    {
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set);
        if (found == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        CommandArguments args = context.Args;
        context.Reply.Array(args.Count - 2);
        for (int i = 2; i < args.Count; i++)
        {
            if (found == LookupResult.Found && set.TryScore(args[i], out double score))
                context.Reply.Double(score);
            else
                context.Reply.Null();
        }
    }

    [Command("ZRANK", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "2.0.0",
        Summary = "Determine the index of a member in a sorted set",
        Complexity = "O(log(N))",
        Arguments = "key:key#0 member:string withscore!WITHSCORE?^7.2.0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("7.2.0", "Added the optional `WITHSCORE` argument.")]
    public void ZRank(CommandContext context) => Rank(context, reversed: false);

    [Command("ZREVRANK", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "sorted-set",
        Since = "2.0.0",
        Summary = "Determine the index of a member in a sorted set, with scores ordered from high to low",
        Complexity = "O(log(N))",
        Arguments = "key:key#0 member:string withscore!WITHSCORE?^7.2.0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("7.2.0", "Added the optional `WITHSCORE` argument.")]
    public void ZRevRank(CommandContext context) => Rank(context, reversed: true);

    private void Rank(CommandContext context, bool reversed)
    {
        CommandArguments args = context.Args;
        bool withScore = args.Count > 3;
        if (args.Count > 4)
        {
            SortedSetErrors.Arity(context);
            return;
        }
        if (withScore && !args.Is(3, "WITHSCORE"u8))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        ReplyWriter reply = context.Reply;
        LookupResult found = SortedSet.TryOpen(type, context.Keyspace, context.Key, out SortedSet set);
        if (found == LookupResult.WrongType)
        {
            reply.Error(Errors.WrongType);
            return;
        }
        if (found == LookupResult.Missing || !set.TryScore(args[2], out double score))
        {
            if (withScore)
                reply.NullArray();
            else
                reply.Null();
            return;
        }

        long rank = set.RankOf(args[2], score);
        if (withScore)
            reply.Array(2);
        reply.Integer(reversed ? set.Count - 1 - rank : rank);
        if (withScore)
            reply.Double(score);
    }
}
