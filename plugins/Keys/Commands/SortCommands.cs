using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Plugins.Keys;

/// <summary>
/// SORT and SORT_RO: the elements of a list, set or sorted set in order, by themselves or by what other keys say. Patterns reach keys
/// that the request does not name; such a call runs alone.
/// </summary>
internal sealed class SortCommands(IDataTypes types)
{
    private const int GetsOnStack = 64;

    [Command("SORT", Arity = -2, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MovableKeys | CommandFlags.MayRunAlone,
        Acl = AclCategory.Set | AclCategory.SortedSet | AclCategory.List | AclCategory.Dangerous,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Sort the elements in a list, set or sorted set",
        Complexity = "O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned elements. When the elements are not sorted, complexity is O(N).",
        Arguments = "key:key#0 pattern:pattern#1@BY? offset_count={offset:integer count:integer}@LIMIT? pattern:pattern#1@GET?+ order=(asc!ASC | desc!DESC)? sorting!ALPHA? destination:key#2@STORE?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [KeySpec(0, KeyAccess.ReadOnly | KeyAccess.Access, Unknown = true, Notes = "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort")]
    [KeySpec("STORE", -2, KeyAccess.Overwrite | KeyAccess.Update, Unknown = true, Notes = "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear anywhere in the argument array")]
    public void Sort(CommandContext context) => Sort(context, readOnly: false);

    [Command("SORT_RO", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.MovableKeys | CommandFlags.MayRunAlone,
        Acl = AclCategory.Set | AclCategory.SortedSet | AclCategory.List | AclCategory.Dangerous,
        Group = "generic",
        Since = "7.0.0",
        Summary = "Sort the elements in a list, set or sorted set. Read-only variant of SORT.",
        Complexity = "O(N+M*log(M)) where N is the number of elements in the list or set to sort, and M the number of returned elements. When the elements are not sorted, complexity is O(N).",
        Arguments = "key:key#0 pattern:pattern#1@BY? offset_count={offset:integer count:integer}@LIMIT? pattern:pattern#1@GET?+ order=(asc!ASC | desc!DESC)? sorting!ALPHA?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [KeySpec(0, KeyAccess.ReadOnly | KeyAccess.Access, Unknown = true, Notes = "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the content of the key we sort")]
    public void SortReadOnly(CommandContext context) => Sort(context, readOnly: true);

    private void Sort(CommandContext context, bool readOnly)
    {
        int mostGets = SortOptions.MaxGets(context.Args.Count);
        Span<int> gets = mostGets <= GetsOnStack ? stackalloc int[GetsOnStack] : new int[mostGets];
        if (!SortOptions.TryParse(context, readOnly, gets, out SortOptions options))
            return;
        bool reachesFurther = options.ReadsOtherKeys || (options.Store != 0 && !options.StoreIsDeclared);
        if (reachesFurther && !context.EnsureExclusive())
            return;

        SortVector vector = SortVector.Rent();
        try
        {
            var sorting = new Sorting(context, in options, vector);
            if (!sorting.TryLoad())
                context.Reply.Error(Errors.WrongType);
            else if (!sorting.TryOrder())
                context.Reply.Error(KeyErrors.NotSortable);
            else if (options.Store == 0)
                sorting.Answer();
            else if (TryFindLists(context, out ListType? lists))
                sorting.Store(lists);
        }
        finally
        {
            vector.Dispose();
        }
    }

    private bool TryFindLists(CommandContext context, [NotNullWhen(true)] out ListType? lists)
    {
        lists = types.TryFind("list"u8, out DataType? type) ? type as ListType : null;
        if (lists is not null)
            return true;
        context.Reply.Error(KeyErrors.NoLists);
        return false;
    }
}
