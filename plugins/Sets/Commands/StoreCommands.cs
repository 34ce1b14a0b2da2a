namespace CacheStorm.Plugins.Sets;

/// <summary>Several sets make one, which is stored: SUNIONSTORE, SINTERSTORE, SDIFFSTORE.</summary>
/// <param name="type">The set type.</param>
internal sealed class StoreCommands(SetDataType type)
{
    [Command("SUNIONSTORE", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "set",
        Since = "1.0.0",
        Summary = "Add multiple sets and store the resulting set in a key",
        Complexity = "O(N) where N is the total number of elements in all given sets.",
        Arguments = "destination:key#0 key:key#1*")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Union(CommandContext context) => Store(context, SetOperation.Union, "sunionstore"u8);

    [Command("SINTERSTORE", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "set",
        Since = "1.0.0",
        Summary = "Intersect multiple sets and store the resulting set in a key",
        Complexity = "O(N*M) worst case where N is the cardinality of the smallest set and M is the number of sets.",
        Arguments = "destination:key#0 key:key#1*")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Intersection(CommandContext context) => Store(context, SetOperation.Intersection, "sinterstore"u8);

    [Command("SDIFFSTORE", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "set",
        Since = "1.0.0",
        Summary = "Subtract multiple sets and store the resulting set in a key",
        Complexity = "O(N) where N is the total number of elements in all given sets.",
        Arguments = "destination:key#0 key:key#1*")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Update)]
    [KeySpec(2, KeyAccess.ReadOnly | KeyAccess.Access, Last = -1)]
    public void Difference(CommandContext context) => Store(context, SetOperation.Difference, "sdiffstore"u8);

    /// <summary>The destination may be one of the sources: the result is complete before it is stored.</summary>
    private void Store(CommandContext context, SetOperation operation, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> destination = context.Args[1];
        using MemberScratch result = MemberScratch.Begin();
        if (!SetAlgebra.TryGather(context, operation, 2, result))
            return;
        if (result.Count > 0)
        {
            SetResult.Create(context.Keyspace, type, destination, Expiry.None, result);
            context.KeyEvent(KeyEventKinds.Set, name, destination);
        }
        else if (context.Keyspace.Remove(destination))
        {
            context.KeyEvent(KeyEventKinds.Generic, "del"u8, destination);
        }

        context.Reply.Integer(result.Count);
    }
}
