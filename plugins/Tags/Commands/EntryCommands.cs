namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>SETTAG, TAGS, ADDTAG and REMTAG: the tags of one entry.</summary>
internal sealed class EntryCommands
{
    [Command("SETTAG", Arity = -4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Acl = AclCategory.Keyspace | AclCategory.String,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Stores a string with tags, in place of whatever was there.",
        Complexity = "O(N) where N is the number of tags.",
        Arguments = "key:key#0 value:string tag:string*")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    public void SetTag(CommandContext context)
    {
        if (!TagNames.TryRead(context, 3, context.Args.Count - 3, out TagNames tags))
            return;
        context.Keyspace.SetString(context.Key, context.Args[2], Expiry.None, tags);
        context.KeyEvent(KeyEventKinds.String, "set"u8, context.Key);
        context.Reply.Ok();
    }

    [Command("TAGS", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns the tags that a key carries.",
        Complexity = "O(N) where N is the number of tags.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Tags(CommandContext context)
    {
        // Looking at its tags is no reading of the value: the reader who is to renew a stale entry is another.
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Count))
        {
            context.Reply.Null();
            return;
        }

        DeferredLength length = context.Reply.DeferredSet();
        int count = 0;
        int at = 0;
        while (entry.TryNextTag(ref at, out ReadOnlySpan<byte> tag))
        {
            context.Reply.Bulk(tag);
            count++;
        }

        context.Reply.Complete(length, count);
    }

    [Command("ADDTAG", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Gives a key of any type further tags.",
        Complexity = "O(N + M) where N is the number of tags given and M of those that the key carries.",
        Arguments = "key:key#0 tag:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void AddTag(CommandContext context)
    {
        if (!TryOpen(context, out Entry entry, out TagNames tags))
            return;
        int added = context.Keyspace.AddTags(ref entry, tags);
        if (added < 0)
        {
            context.Reply.Error(Errors.TooManyTags);
            return;
        }

        if (added > 0)
            context.KeyEvent(KeyEventKinds.Generic, "tagadd"u8, context.Key);
        context.Reply.Integer(added);
    }

    [Command("REMTAG", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Takes tags off a key.",
        Complexity = "O(N + M) where N is the number of tags given and M of those that the key carries.",
        Arguments = "key:key#0 tag:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void RemoveTag(CommandContext context)
    {
        if (!TryOpen(context, out Entry entry, out TagNames tags))
            return;
        int removed = context.Keyspace.RemoveTags(ref entry, tags);
        if (removed > 0)
            context.KeyEvent(KeyEventKinds.Generic, "tagrem"u8, context.Key);
        context.Reply.Integer(removed);
    }

    private static bool TryOpen(CommandContext context, out Entry entry, out TagNames tags)
    {
        entry = default;
        if (!TagNames.TryRead(context, 2, context.Args.Count - 2, out tags))
            return false;
        if (context.Keyspace.TryFind(context.Key, out entry, Lookup.Write))
            return true;
        context.Reply.Error(Errors.NoSuchKey);
        return false;
    }
}
