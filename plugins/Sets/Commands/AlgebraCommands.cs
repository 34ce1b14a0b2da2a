namespace CacheStorm.Plugins.Sets;

/// <summary>Several sets make one, which is the reply: SUNION, SINTER, SDIFF, and the count alone by SINTERCARD.</summary>
/// <param name="type">The set type.</param>
internal sealed class AlgebraCommands(SetDataType type)
{
    [Command("SUNION", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "set",
        Since = "1.0.0",
        Summary = "Add multiple sets",
        Complexity = "O(N) where N is the total number of elements in all given sets.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Union(CommandContext context) => Reply(context, SetOperation.Union);

    [Command("SDIFF", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "set",
        Since = "1.0.0",
        Summary = "Subtract multiple sets",
        Complexity = "O(N) where N is the total number of elements in all given sets.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Difference(CommandContext context) => Reply(context, SetOperation.Difference);

    [Command("SINTER", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "set",
        Since = "1.0.0",
        Summary = "Intersect multiple sets",
        Complexity = "O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Intersection(CommandContext context)
    {
        // What the reply must be begun with is known at the end only, and an error may come instead.
        ReplyCheckpoint begin = context.Reply.Checkpoint();
        DeferredLength length = context.Reply.DeferredSet();
        var sink = new ReplySink(context.Reply);
        if (SetAlgebra.TryIntersect(context, 1, context.Args.Count - 1, ref sink))
        {
            context.Reply.Complete(length, sink.Count);
            return;
        }

        context.Reply.Rewind(begin);
        context.Reply.Error(Errors.WrongType);
    }

    [Command("SINTERCARD", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys,
        Group = "set",
        Since = "7.0.0",
        Summary = "Intersect multiple sets and return the cardinality of the result",
        Complexity = "O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.",
        Arguments = "numkeys:integer key:key#0* limit:integer@LIMIT?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access, KeyCountIndex = 0, FirstKey = 1, Step = 1)]
    public void IntersectionCount(CommandContext context)
    {
        if (!IntersectionOptions.TryParse(context, out IntersectionOptions options))
            return;
        var sink = new CountSink(options.Limit == 0 ? long.MaxValue : options.Limit);
        if (SetAlgebra.TryIntersect(context, 2, options.KeyCount, ref sink))
            context.Reply.Integer(sink.Count);
    }

    private void Reply(CommandContext context, SetOperation operation)
    {
        using MemberScratch result = MemberScratch.Begin();
        if (SetAlgebra.TryGather(context, operation, 1, result))
            SetResult.Reply(context.Reply, type, result);
    }
}
