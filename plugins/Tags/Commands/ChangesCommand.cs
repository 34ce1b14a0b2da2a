using CacheStorm.Plugins.Tags.Changes;

namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>TAG CHANGES: what was invalidated while a client was away.</summary>
internal sealed class ChangesCommand(InvalidationLogs logs, ChangeNumbers numbers)
{
    [Command("TAG|CHANGES", Arity = -3, Flags = CommandFlags.ReadOnly,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns the invalidations of the namespace after a number; with $ the last number.",
        Complexity = "O(log(N) + M) where N is the number of invalidations in the log and M of those returned.",
        Tips = "nondeterministic_output",
        Arguments = "since:string count:integer@COUNT?")]
    public void Changes(CommandContext context)
    {
        CommandArguments args = context.Args;
        KeyspaceTags tags = context.Keyspace.Tags;
        if (args.Count == 3 && args.Is(2, "$"u8))
        {
            context.Reply.Integer(numbers.Shown(tags.LatestNumber));
            return;
        }

        if (!args.TryInt64(2, out long since) || !TryCount(context, out int most))
            return;
        long latest = numbers.Shown(tags.LatestNumber);
        if (since > latest)
            TagErrors.NotReached(context, since, latest);
        else if (!logs.Of(context.Keyspace.Index).TryRead(numbers.Read(since), tags.FloorNumber, most,
            out ReadOnlySpan<TagInvalidation> changes, out long begin))
            TagErrors.LogBeginsLater(context, since, numbers.Shown(begin));
        else
            Reply(context.Reply, changes);
    }

    private static bool TryCount(CommandContext context, out int most)
    {
        CommandArguments args = context.Args;
        most = int.MaxValue;
        if (args.Count == 3)
            return true;
        if (args.Count == 5 && args.Is(3, "COUNT"u8))
        {
            if (!args.TryInt64(4, out long count))
                return false;
            most = (int)Math.Clamp(count, 0, int.MaxValue);
            if (most > 0)
                return true;
        }

        context.Reply.Error(Errors.Syntax);
        return false;
    }

    private void Reply(ReplyWriter reply, ReadOnlySpan<TagInvalidation> changes)
    {
        reply.Array(changes.Length);
        foreach (TagInvalidation change in changes)
        {
            reply.Array(5);
            reply.Integer(numbers.Shown(change.Number));
            reply.Integer(change.UnixMilliseconds);
            reply.Array(change.Tags.Count);
            for (int i = 0; i < change.Tags.Count; i++)
                reply.Bulk(change.Tags[i].Span);
            reply.Bulk(change.Options.Match == TagMatch.All ? "all"u8 : "any"u8);
            reply.Integer(change.Options.StaleUntil > change.UnixMilliseconds ? change.Options.StaleUntil : 0);
        }
    }
}
