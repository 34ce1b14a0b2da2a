namespace CacheStorm.Plugins.Sets;

/// <summary>Members come, go and move: SADD, SREM, SMOVE.</summary>
/// <param name="type">The set type.</param>
internal sealed class MemberCommands(SetDataType type)
{
    [Command("SADD", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "set",
        Since = "1.0.0",
        Summary = "Add one or more members to a set",
        Complexity = "O(1) for each element added, so O(N) to add N elements when the command is called with multiple arguments.",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    [CommandHistory("2.4.0", "Accepts multiple `member` arguments.")]
    public void Add(CommandContext context)
    {
        ReadOnlySpan<byte> key = context.Key;
        LookupResult found = context.FindSet(key, Lookup.Write, out Entry entry);
        if (found == LookupResult.WrongType)
            return;
        ArgumentList arguments = context.Args.List;
        SetEditor set = found == LookupResult.Found
            ? new SetEditor(context.Keyspace, type.Settings, entry)
            : SetEditor.Create(context.Keyspace, type, key, arguments[2]);
        int added = 0;
        for (int i = 2; i < arguments.Count; i++)
        {
            set.Expected = arguments.Count - i - 1;
            if (set.Add(arguments[i]))
                added++;
        }

        set.Close();
        if (added > 0)
            context.KeyEvent(KeyEventKinds.Set, "sadd"u8, key);
        context.Reply.Integer(added);
    }

    [Command("SREM", Arity = -3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "set",
        Since = "1.0.0",
        Summary = "Remove one or more members from a set",
        Complexity = "O(N) where N is the number of members to be removed.",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Delete)]
    [CommandHistory("2.4.0", "Accepts multiple `member` arguments.")]
    public void Remove(CommandContext context)
    {
        ReadOnlySpan<byte> key = context.Key;
        LookupResult found = context.FindSet(key, Lookup.Write, out Entry entry);
        if (found == LookupResult.Missing)
            context.Reply.Integer(0);
        if (found != LookupResult.Found)
            return;

        var set = new SetEditor(context.Keyspace, type.Settings, entry);
        ArgumentList arguments = context.Args.List;
        int removed = 0;
        for (int i = 2; i < arguments.Count && set.Count > 0; i++)
        {
            if (set.Remove(arguments[i]))
                removed++;
        }

        if (removed > 0)
            context.KeyEvent(KeyEventKinds.Set, "srem"u8, key);
        if (set.Count == 0)
            context.RemoveEmpty(key);
        else
            set.Close();
        context.Reply.Integer(removed);
    }

    [Command("SMOVE", Arity = 4, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "set",
        Since = "1.0.0",
        Summary = "Move a member from one set to another",
        Complexity = "O(1)",
        Arguments = "source:key#0 destination:key#1 member:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Move(CommandContext context)
    {
        ReadOnlySpan<byte> source = context.Args[1];
        ReadOnlySpan<byte> destination = context.Args[2];
        ReadOnlySpan<byte> member = context.Args[3];
        LookupResult found = context.FindSet(source, Lookup.Write, out Entry entry);
        if (found == LookupResult.Missing)
            context.Reply.Integer(0);
        if (found != LookupResult.Found || context.FindSet(destination, Lookup.Write, out _) == LookupResult.WrongType)
            return;
        if (source.SequenceEqual(destination))
        {
            context.Reply.Integer(new SetReader(entry).Contains(member) ? 1 : 0);
            return;
        }

        var set = new SetEditor(context.Keyspace, type.Settings, entry);
        if (!set.Remove(member))
        {
            context.Reply.Integer(0);
            return;
        }

        context.KeyEvent(KeyEventKinds.Set, "srem"u8, source);
        if (set.Count == 0)
            context.RemoveEmpty(source);
        else
            set.Close();
        if (type.Add(context.Keyspace, destination, member))
            context.KeyEvent(KeyEventKinds.Set, "sadd"u8, destination);
        context.Reply.Integer(1);
    }
}
