namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>TAG SCAN and TAG TOKEN: which tags there are, and in what state.</summary>
[CommandContainer("TAG", Group = "tag", Since = "1.0.0", Summary = "A container for commands on tags.")]
internal sealed class WalkCommands
{
    [Command("TAG|SCAN", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Iterates over the tags of the namespace, as SCAN does over its keys.",
        Complexity = "O(1) for every call. O(N) for a complete iteration, where N is the number of tags.",
        Tips = "nondeterministic_output",
        Arguments = "cursor:integer pattern:pattern@MATCH? count:integer@COUNT?")]
    public void Scan(CommandContext context)
    {
        if (!context.Args.TryCursor(2, out ulong cursor) || !ScanOptions.TryParse(context, 3, out ScanOptions options))
            return;
        if (context.IsNested && !context.EnsureExclusive())
            return;

        KeyspaceTags tags = context.Keyspace.Tags;
        tags.CollectExpired();
        // The next cursor stands before the names, so these wait aside.
        ArgumentListBuilder names = new();
        var chosen = new ChosenTags(options, names);
        cursor = tags.Scan(cursor, options.Count, ref chosen);

        ReplyWriter reply = context.Reply;
        ScanCursor.BeginReply(reply, cursor);
        ArgumentList found = names.Arguments;
        reply.Array(found.Count);
        for (int i = 0; i < found.Count; i++)
            reply.Bulk(found[i]);
    }

    [Command("TAG|TOKEN", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns a token of the tags' state now, for SET … IFTOKEN.",
        Complexity = "O(N) where N is the number of tags.",
        Tips = "nondeterministic_output",
        Arguments = "tag:string*")]
    public void Token(CommandContext context)
    {
        if (TagNames.TryRead(context, 2, context.Args.Count - 2, out TagNames tags))
            context.Reply.Bulk(context.Keyspace.Tags.TokenOf(tags));
    }

    private readonly ref struct ChosenTags(ScanOptions options, ArgumentListBuilder names) : ITagVisitor
    {
        private readonly ScanOptions _options = options;

        public void Visit(ReadOnlySpan<byte> tag)
        {
            if (_options.Chooses(tag))
                names.Add(tag);
        }
    }
}
