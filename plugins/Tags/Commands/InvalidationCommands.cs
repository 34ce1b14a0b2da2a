namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>
/// INVALIDATE, TAGINVALIDATE, TAG INVALIDATE and TAGDEL. They run alone, for as long as it takes to change the state of the tags' lists. An
/// invalidation that hits nothing is passed on, too: whoever listens on a replica has to hear of it.
/// </summary>
internal sealed class InvalidationCommands
{
    [Command("INVALIDATE", Arity = -2, Flags = CommandFlags.Write | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Deletes every key that carries at least one of the tags, all at once.",
        Complexity = "O(N) where N is the number of tags; memory is taken back beside the traffic.",
        Arguments = "tag:string*")]
    public void Invalidate(CommandContext context)
    {
        if (TagNames.TryRead(context, 1, context.Args.Count - 1, out TagNames tags))
            Carry(context, tags, default);
    }

    [Command("TAGINVALIDATE", Arity = -2, Flags = CommandFlags.Write | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Deletes every key that carries the tag, or with CASCADE one of its descendants, all at once.",
        Complexity = "O(N) where N is the number of the tag and its descendants; memory is taken back beside the traffic.",
        Arguments = "tag:string cascade!CASCADE?")]
    public void TagInvalidate(CommandContext context)
    {
        bool cascade = context.Args.Count > 2;
        if (context.Args.Count > 3 || cascade && !context.Args.Is(2, "CASCADE"u8))
            context.Reply.Error(Errors.Syntax);
        else if (TagNames.TryRead(context, 1, 1, out TagNames tags))
            Carry(context, tags, new TagInvalidationOptions { Cascade = cascade });
    }

    [Command("TAG|INVALIDATE", Arity = -5, Flags = CommandFlags.Write | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Deletes keys that carry any or all of the tags, all at once; SOFT leaves them readable for a grace time.",
        Complexity = "O(N) where N is the number of tags and their descendants; ALL looks at each key of the rarest tag.",
        Arguments = "match=(any!ANY | all!ALL) numtags:integer tag:string* cascade!CASCADE? grace=(grace-seconds:integer@SOFT | unix-time-milliseconds:unix-time@SOFTAT)?")]
    public void ContainerInvalidate(CommandContext context)
    {
        if (!InvalidationClause.TryParse(context.Args.List, out InvalidationClause clause, out ReadOnlySpan<byte> problem)
            || !clause.Grace.TryResolve(context.Now, out long until, out problem))
        {
            context.Reply.Error(problem);
            return;
        }

        if (!TagNames.TryRead(context, InvalidationClause.FirstTag, clause.TagCount, out TagNames tags))
            return;
        Carry(context, tags, new TagInvalidationOptions { Match = clause.Match, Cascade = clause.Cascade, StaleUntil = until });
        if (clause.Grace.IsPresent && context.Changes > 0 && context.Effects.Wanted)
            PassOn(context, tags, clause, until);
    }

    [Command("TAGDEL", Arity = 2, Flags = CommandFlags.Write | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Takes a tag off all its keys, which stay.",
        Complexity = "O(1); what the keys keep of it is taken back beside the traffic.",
        Arguments = "tag:string")]
    public void Delete(CommandContext context)
    {
        if (!TagNames.TryRead(context, 1, 1, out TagNames names))
            return;
        if (Alone.Enter(context))
            context.Reply.Integer(context.Keyspace.Tags.Remove(names[0]));
    }

    private static void Carry(CommandContext context, TagNames names, TagInvalidationOptions how)
    {
        if (!Alone.Enter(context))
            return;
        TagInvalidationResult result = context.Keyspace.Tags.Invalidate(names, how);
        context.Effects.Force();
        if (result.Pending is not { } pending)
        {
            context.Reply.Integer(result.Keys);
            return;
        }

        if (!context.CanPark)
        {
            context.Reply.Integer(pending.Count());
            return;
        }

        // It is in force; only the number is not known yet. This client alone waits for it. CLIENT UNBLOCK gets null in its place.
        ClientSession client = context.Client;
        context.ParkUntilUnparked(0, static late => late.Reply.Null());
        if (!pending.WhenKnown(Tell))
            Tell();

        void Tell() => client.Unpark(waiting => waiting.Reply.Integer(pending.Count()));
    }

    /// <summary>A grace time ends everywhere at the same moment.</summary>
    private static void PassOn(CommandContext context, TagNames tags, InvalidationClause clause, long until)
    {
        ArgumentListBuilder rewrite = context.Effects.Rewrite().Add("TAG"u8).Add("INVALIDATE"u8)
            .Add(clause.Match == TagMatch.All ? "ALL"u8 : "ANY"u8).Add(tags.Count);
        for (int i = 0; i < tags.Count; i++)
            rewrite.Add(tags[i]);
        if (clause.Cascade)
            rewrite.Add("CASCADE"u8);
        rewrite.Add("SOFTAT"u8).Add(until);
    }
}
