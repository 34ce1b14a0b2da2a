namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>TAGLINK, TAGUNLINK and TAGCHILDREN: which tags are above which, for CASCADE.</summary>
internal sealed class HierarchyCommands
{
    [Command("TAGLINK", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Makes a tag the child of another. A link that would close a circle is refused.",
        Complexity = "O(N) where N is the number of the child's descendants.",
        Arguments = "parent:string child:string")]
    public void Link(CommandContext context)
    {
        if (!TagNames.TryRead(context, 1, 2, out TagNames names))
            return;
        TagLinkResult result = context.Keyspace.Tags.Link(names[0], names[1]);
        if (result == TagLinkResult.Circle)
            context.Reply.Error(TagErrors.Circle);
        else
            context.Reply.Integer(result == TagLinkResult.Linked ? 1 : 0);
    }

    [Command("TAGUNLINK", Arity = 3, Flags = CommandFlags.Write, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Takes away the link between a tag and its child.",
        Complexity = "O(1)",
        Arguments = "parent:string child:string")]
    public void Unlink(CommandContext context)
    {
        if (TagNames.TryRead(context, 1, 2, out TagNames names))
            context.Reply.Integer(context.Keyspace.Tags.Unlink(names[0], names[1]) ? 1 : 0);
    }

    [Command("TAGCHILDREN", Arity = 2, Flags = CommandFlags.ReadOnly,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns the children of a tag.",
        Complexity = "O(N) where N is the number of children.",
        Tips = "nondeterministic_output_order",
        Arguments = "tag:string")]
    public void Children(CommandContext context)
    {
        if (!TagNames.TryRead(context, 1, 1, out TagNames names))
            return;
        IReadOnlyList<ReadOnlyMemory<byte>> children = context.Keyspace.Tags.ChildrenOf(names[0]);
        context.Reply.Set(children.Count);
        for (int i = 0; i < children.Count; i++)
            context.Reply.Bulk(children[i].Span);
    }
}
