namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>TAGKEYS and TAGCOUNT: who carries a tag.</summary>
internal sealed class LookCommands
{
    [Command("TAGKEYS", Arity = 2, Flags = CommandFlags.ReadOnly, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns the keys that carry a tag.",
        Complexity = "O(N) where N is the number of keys.",
        Tips = "nondeterministic_output_order",
        Arguments = "tag:string")]
    public void Keys(CommandContext context)
    {
        if (!TagNames.TryRead(context, 1, 1, out TagNames names))
            return;
        var listed = new ListedKeys(context.Reply);
        DeferredLength length = context.Reply.DeferredSet();
        context.Keyspace.Tags.Visit(names[0], ref listed);
        context.Reply.Complete(length, listed.Count);
    }

    [Command("TAGCOUNT", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns how many keys carry a tag, exactly.",
        Complexity = "O(1); behind an invalidation that hit many keys of several tags it waits until that is settled.",
        Arguments = "tag:string")]
    public void Count(CommandContext context)
    {
        if (!TagNames.TryRead(context, 1, 1, out TagNames names))
            return;
        // Inside another call keys may be locked, among which those whose time is up could not be collected.
        if (context.IsNested && !context.EnsureExclusive())
            return;

        KeyspaceTags tags = context.Keyspace.Tags;
        tags.CollectExpired();
        if (context.CanPark && !tags.IsSettled(names[0]))
        {
            // Looking at each of many entries would keep others from theirs: this client alone waits.
            ClientSession client = context.Client;
            context.ParkUntilUnparked(0, Recount);
            if (!tags.WhenSettled(() => client.Unpark(Recount)))
                client.Unpark(Recount);
            return;
        }

        context.Reply.Integer(tags.CountOf(names[0]));
    }

    private static void Recount(CommandContext context)
    {
        KeyspaceTags tags = context.Keyspace.Tags;
        tags.CollectExpired();
        context.Reply.Integer(tags.CountOf(context.Args[1]));
    }

    private struct ListedKeys(ReplyWriter reply) : IEntryVisitor
    {
        public int Count { get; private set; }

        public void Visit(in Entry entry)
        {
            reply.Bulk(entry.Key);
            Count++;
        }
    }
}
