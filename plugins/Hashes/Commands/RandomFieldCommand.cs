namespace CacheStorm.Plugins.Hashes;

/// <summary>HRANDFIELD: fields by chance.</summary>
internal sealed class RandomFieldCommand(HashValues hashes)
{
    [Command("HRANDFIELD", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "hash",
        Since = "6.2.0",
        Summary = "Get one or multiple random fields from a hash",
        Complexity = "O(N) where N is the number of fields returned",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 options={count:integer withvalues!WITHVALUES?}?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void HRandField(CommandContext context)
    {
        long count = 1;
        bool withCount = context.Args.Count > 2;
        bool withValues = context.Args.Count > 3;
        if (withCount && !TryOptions(context, out count))
            return;

        ReplyWriter reply = context.Reply;
        LookupResult found = hashes.Open(context.Keyspace, context.Key, out Entry entry);
        if (found == LookupResult.WrongType)
        {
            reply.Error(Errors.WrongType);
            return;
        }
        long live = found == LookupResult.Found ? FieldSampling.CountLive(entry, hashes.Count(entry), context.Now) : 0;
        var answer = new FieldAnswer(reply, withValues);
        if (!withCount)
        {
            if (live == 0)
                reply.Null();
            else
                FieldSampling.WithRepetition(entry, context.Now, live, 1, Random.Shared, ref answer);
            return;
        }

        bool repeats = count < 0;
        long wanted = live == 0 ? 0 : repeats ? -count : Math.Min(count, live);
        if (wanted > int.MaxValue)
        {
            reply.Error(Errors.OutOfRange);
            return;
        }
        reply.Array((int)(withValues && reply.ProtocolVersion < 3 ? wanted * 2 : wanted));
        if (wanted == 0)
            return;
        if (repeats)
            FieldSampling.WithRepetition(entry, context.Now, live, wanted, Random.Shared, ref answer);
        else
            FieldSampling.WithoutRepetition(entry, context.Now, live, wanted, Random.Shared, ref answer);
    }

    private static bool TryOptions(CommandContext context, out long count)
    {
        CommandArguments args = context.Args;
        if (!args.TryInt64(2, out count))
            return false;
        if (count == long.MinValue)
        {
            context.Reply.Error(HashErrors.CountOutOfRange);
            return false;
        }
        if (args.Count == 3)
            return true;
        if (args.Count > 4 || !args.Is(3, "WITHVALUES"u8))
        {
            context.Reply.Error(Errors.Syntax);
            return false;
        }
        if (count is >= -long.MaxValue / 2 and <= long.MaxValue / 2)
            return true;
        context.Reply.Error(Errors.OutOfRange);
        return false;
    }

    private readonly struct FieldAnswer(ReplyWriter reply, bool withValues) : IFieldVisitor
    {
        public void Visit(scoped PackedElement field, scoped PackedElement value)
        {
            if (withValues && reply.ProtocolVersion >= 3)
                reply.Array(2);
            field.WriteTo(reply);
            if (withValues)
                value.WriteTo(reply);
        }
    }
}
