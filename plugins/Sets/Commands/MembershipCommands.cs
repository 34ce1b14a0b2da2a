namespace CacheStorm.Plugins.Sets;

/// <summary>Who is a member, and how many there are: SMEMBERS, SISMEMBER, SMISMEMBER, SCARD.</summary>
internal sealed class MembershipCommands
{
    [Command("SMEMBERS", Arity = 2, Flags = CommandFlags.ReadOnly,
        Group = "set",
        Since = "1.0.0",
        Summary = "Get all the members in a set",
        Complexity = "O(N) where N is the set cardinality.",
        Tips = "nondeterministic_output_order",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Members(CommandContext context)
    {
        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found == LookupResult.Missing)
            context.Reply.Set(0);
        if (found != LookupResult.Found)
            return;
        var set = new SetReader(entry);
        context.Reply.Set((int)set.Count);
        ElementPosition position = default;
        while (set.Next(ref position, out PackedElement member))
            member.WriteTo(context.Reply);
    }

    [Command("SISMEMBER", Arity = 3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "set",
        Since = "1.0.0",
        Summary = "Determine if a given value is a member of a set",
        Complexity = "O(1)",
        Arguments = "key:key#0 member:string")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void IsMember(CommandContext context)
    {
        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found != LookupResult.WrongType)
            context.Reply.Integer(found == LookupResult.Found && new SetReader(entry).Contains(context.Args[2]) ? 1 : 0);
    }

    [Command("SMISMEMBER", Arity = -3, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "set",
        Since = "6.2.0",
        Summary = "Returns the membership associated with the given elements for a set",
        Complexity = "O(N) where N is the number of elements being checked for membership",
        Arguments = "key:key#0 member:string*")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void AreMembers(CommandContext context)
    {
        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found == LookupResult.WrongType)
            return;
        SetReader set = found == LookupResult.Found ? new SetReader(entry) : default;
        ArgumentList arguments = context.Args.List;
        context.Reply.Array(arguments.Count - 2);
        for (int i = 2; i < arguments.Count; i++)
            context.Reply.Integer(found == LookupResult.Found && set.Contains(arguments[i]) ? 1 : 0);
    }

    [Command("SCARD", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "set",
        Since = "1.0.0",
        Summary = "Get the number of members in a set",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void Count(CommandContext context)
    {
        LookupResult found = context.FindSet(context.Key, Lookup.Read, out Entry entry);
        if (found != LookupResult.WrongType)
            context.Reply.Integer(found == LookupResult.Found ? new SetReader(entry).Count : 0);
    }
}
