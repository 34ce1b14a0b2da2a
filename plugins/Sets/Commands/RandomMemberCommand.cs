namespace CacheStorm.Plugins.Sets;

/// <summary>SRANDMEMBER: members by chance, which stay.</summary>
internal sealed class RandomMemberCommand
{
    // Repetitions can be asked for without end; Redis would build the reply until memory ends.
    private const long LongestReply = 256 << 20;
    private const int ShortestFrame = 6;

    [Command("SRANDMEMBER", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "set",
        Since = "1.0.0",
        Summary = "Get one or multiple random members from a set",
        Complexity = "Without the count argument O(1), otherwise O(N) where N is the absolute value of the passed count.",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0 count:integer?^2.6.0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [CommandHistory("2.6.0", "Added the optional `count` argument.")]
    public void RandomMember(CommandContext context)
    {
        if (context.Args.Count > 3)
            context.Reply.Error(Errors.Syntax);
        else if (context.Args.Count == 3)
            Some(context);
        else
            One(context);
    }

    private static void One(CommandContext context)
    {
        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found == LookupResult.Missing)
            context.Reply.Null();
        else if (found == LookupResult.Found)
            new SetReader(entry).Random(Random.Shared).WriteTo(context.Reply);
    }

    private static void Some(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        if (!context.Args.TryInt64(2, out long count))
            return;
        if (count == long.MinValue)
        {
            reply.Error(SetErrors.RandomCountRange);
            return;
        }

        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found == LookupResult.WrongType)
            return;
        if (found == LookupResult.Missing || count == 0)
        {
            reply.Array(0);
            return;
        }

        var set = new SetReader(entry);
        if (count < 0)
        {
            Repeat(reply, set, -count);
            return;
        }

        count = Math.Min(count, set.Count);
        reply.Array((int)count);
        var sink = new ReplySink(reply);
        RandomMembers.Walk(set, count, Random.Shared, ref sink);
    }

    private static void Repeat(ReplyWriter reply, SetReader set, long count)
    {
        if (count > LongestReply / ShortestFrame)
        {
            reply.Error(SetErrors.ReplyTooLong);
            return;
        }

        ReplyCheckpoint begin = reply.Checkpoint();
        long end = reply.Length + LongestReply;
        reply.Array((int)count);
        for (; count > 0; count--)
        {
            set.Random(Random.Shared).WriteTo(reply);
            if (reply.Length > end)
            {
                reply.Rewind(begin);
                reply.Error(SetErrors.ReplyTooLong);
                return;
            }
        }
    }
}
