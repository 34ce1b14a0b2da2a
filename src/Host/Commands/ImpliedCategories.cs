namespace CacheStorm.Host.Commands;

/// <summary>The ACL categories that follow from a command's flags and group, as Redis derives and lists them.</summary>
internal static class ImpliedCategories
{
    /// <summary>What a command may belong to instead of <c>@keyspace</c> although its group is generic (SORT, WAIT).</summary>
    private const AclCategory InsteadOfKeyspace = AclCategory.Set | AclCategory.SortedSet | AclCategory.List
        | AclCategory.Hash | AclCategory.String | AclCategory.Stream | AclCategory.Connection;

    /// <summary>All categories of a command.</summary>
    public static AclCategory Of(CommandFlags flags, string group, AclCategory declared)
    {
        AclCategory categories = OfContainer(flags, declared) | OfGroup(group);
        if (group == "generic" && (declared & InsteadOfKeyspace) == 0)
            categories |= AclCategory.Keyspace;
        // Running a script is neither reading nor writing; what it calls is.
        if ((flags & CommandFlags.ReadOnly) != 0 && (categories & AclCategory.Scripting) == 0)
            categories |= AclCategory.Read;
        return categories;
    }

    /// <summary>All categories of a command that only holds subcommands: the group says nothing about it.</summary>
    public static AclCategory OfContainer(CommandFlags flags, AclCategory declared)
    {
        AclCategory categories = declared;
        if ((flags & CommandFlags.Write) != 0)
            categories |= AclCategory.Write;
        if ((flags & CommandFlags.Admin) != 0)
            categories |= AclCategory.Admin | AclCategory.Dangerous;
        if ((flags & CommandFlags.PubSub) != 0)
            categories |= AclCategory.PubSub;
        if ((flags & CommandFlags.Blocking) != 0)
            categories |= AclCategory.Blocking;
        return categories | ((flags & CommandFlags.Fast) != 0 ? AclCategory.Fast : AclCategory.Slow);
    }

    private static AclCategory OfGroup(string group) => group switch
    {
        "string" => AclCategory.String,
        "list" => AclCategory.List,
        "set" => AclCategory.Set,
        "sorted-set" => AclCategory.SortedSet,
        "hash" => AclCategory.Hash,
        "bitmap" => AclCategory.Bitmap,
        "hyperloglog" => AclCategory.HyperLogLog,
        "geo" => AclCategory.Geo,
        "stream" => AclCategory.Stream,
        "connection" => AclCategory.Connection,
        "transactions" => AclCategory.Transaction,
        "scripting" => AclCategory.Scripting,
        _ => AclCategory.None,
    };
}
