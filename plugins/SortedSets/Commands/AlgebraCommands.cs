using CacheStorm.Plugins.SortedSets.Data;

namespace CacheStorm.Plugins.SortedSets;

/// <summary>ZUNION, ZINTER, ZDIFF, ZINTERCARD and the storing forms: several sorted sets (or sets) become one.</summary>
internal sealed class AlgebraCommands(ZSetType type)
{
    private enum Operation : byte
    {
        Union,
        Intersection,
        Difference,
    }

    [Command("ZUNION", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Add multiple sorted sets",
        Complexity = "O(N)+O(M*log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of elements in the resulting sorted set.",
        Arguments = "numkeys:integer key:key#0* weight:integer@WEIGHTS?* aggregate=(sum!SUM | min!MIN | max!MAX)@AGGREGATE? withscores!WITHSCORES?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZUnion(CommandContext context) => Show(context, Operation.Union);

    [Command("ZINTER", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Intersect multiple sorted sets",
        Complexity = "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input sorted sets and M being the number of elements in the resulting sorted set.",
        Arguments = "numkeys:integer key:key#0* weight:integer@WEIGHTS?* aggregate=(sum!SUM | min!MIN | max!MAX)@AGGREGATE? withscores!WITHSCORES?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZInter(CommandContext context) => Show(context, Operation.Intersection);

    [Command("ZDIFF", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Subtract multiple sorted sets",
        Complexity = "O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of the first set, and K is the size of the result set.",
        Arguments = "numkeys:integer key:key#0* withscores!WITHSCORES?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZDiff(CommandContext context) => Show(context, Operation.Difference);

    [Command("ZINTERCARD", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "7.0.0",
        Summary = "Intersect multiple sorted sets and return the cardinality of the result",
        Complexity = "O(N*K) worst case with N being the smallest input sorted set, K being the number of input sorted sets.",
        Arguments = "numkeys:integer key:key#0* limit:integer@LIMIT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZInterCard(CommandContext context)
    {
        if (!TryOpen(context, 1, AlgebraForm.Counts, out AlgebraSources sources, out AlgebraOptions options))
            return;
        using (sources)
        {
            using MemberScratch batch = MemberScratch.Rent();
            sources.SortBySize();
            context.Reply.Integer(SetAlgebra.CountCommon(sources, options.Limit, batch));
        }
    }

    [Command("ZUNIONSTORE", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "2.0.0",
        Summary = "Add multiple sorted sets and store the resulting sorted set in a new key",
        Complexity = "O(N)+O(M log(M)) with N being the sum of the sizes of the input sorted sets, and M being the number of elements in the resulting sorted set.",
        Arguments = "destination:key#0 numkeys:integer key:key#1* weight:integer@WEIGHTS?* aggregate=(sum!SUM | min!MIN | max!MAX)@AGGREGATE?")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZUnionStore(CommandContext context) => Store(context, Operation.Union, "zunionstore"u8);

    [Command("ZINTERSTORE", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "2.0.0",
        Summary = "Intersect multiple sorted sets and store the resulting sorted set in a new key",
        Complexity = "O(N*K)+O(M*log(M)) worst case with N being the smallest input sorted set, K being the number of input sorted sets and M being the number of elements in the resulting sorted set.",
        Arguments = "destination:key#0 numkeys:integer key:key#1* weight:integer@WEIGHTS?* aggregate=(sum!SUM | min!MIN | max!MAX)@AGGREGATE?")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZInterStore(CommandContext context) => Store(context, Operation.Intersection, "zinterstore"u8);

    [Command("ZDIFFSTORE", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys,
        Group = "sorted-set",
        Since = "6.2.0",
        Summary = "Subtract multiple sorted sets and store the resulting sorted set in a new key",
        Complexity = "O(L + (N-K)log(N)) worst case where L is the total number of elements in all the sets, N is the size of the first set, and K is the size of the result set.",
        Arguments = "destination:key#0 numkeys:integer key:key#1*")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void ZDiffStore(CommandContext context) => Store(context, Operation.Difference, "zdiffstore"u8);

    private void Show(CommandContext context, Operation operation)
    {
        AlgebraForm form = FormOf(operation) | AlgebraForm.ShowsScores;
        if (!TryOpen(context, 1, form, out AlgebraSources sources, out AlgebraOptions options))
            return;
        using (sources)
        {
            using MemberScratch result = MemberScratch.Rent();
            Compute(operation, sources, options, result);
            result.Sort();
            MemberReply.Write(context.Reply, result, options.WithScores);
        }
    }

    private void Store(CommandContext context, Operation operation, ReadOnlySpan<byte> eventName)
    {
        if (!TryOpen(context, 2, FormOf(operation), out AlgebraSources sources, out AlgebraOptions options))
            return;
        using (sources)
        {
            using MemberScratch result = MemberScratch.Rent();
            Compute(operation, sources, options, result);
            ResultStore.Store(context, type, result, eventName, result.Count, result.LongestMember);
        }
    }

    private static AlgebraForm FormOf(Operation operation) =>
        operation == Operation.Difference ? AlgebraForm.None : AlgebraForm.Combines;

    private static void Compute(Operation operation, in AlgebraSources sources, AlgebraOptions options, MemberScratch result)
    {
        if (operation == Operation.Difference)
        {
            SetAlgebra.Subtract(sources, result);
            return;
        }
        if (options.FirstWeight > 0)
            sources.Weigh(options.FirstWeight);
        sources.SortBySize();
        if (operation == Operation.Union)
            SetAlgebra.Union(sources, options.Aggregate, result);
        else
            SetAlgebra.Intersect(sources, options.Aggregate, result);
    }

    /// <summary>
    /// Reads the number of keys, looks at the keys, then at the options: Redis complains in this order. When it returns false the error is
    /// the reply and there is nothing to dispose of.
    /// </summary>
    private bool TryOpen(CommandContext context, int keyCountAt, AlgebraForm form, out AlgebraSources sources, out AlgebraOptions options)
    {
        sources = default;
        options = default;
        CommandArguments args = context.Args;
        if (!args.TryInt64(keyCountAt, out long keys))
            return false;
        if (keys < 1)
        {
            SortedSetErrors.NoKeys(context);
            return false;
        }
        int firstKey = keyCountAt + 1;
        if (keys > args.Count - firstKey)
        {
            context.Reply.Error(Errors.Syntax);
            return false;
        }

        if (AlgebraSources.TryOpen(type, context, firstKey, (int)keys, out sources))
        {
            ReadOnlySpan<byte> error = AlgebraOptions.TryParse(args.List, firstKey + (int)keys, (int)keys, form, out options);
            if (error.IsEmpty)
                return true;
            context.Reply.Error(error);
        }
        sources.Dispose();
        return false;
    }
}
