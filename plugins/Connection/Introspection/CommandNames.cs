namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>Redis' words for flags, in the order in which Redis prints them. Flags that Redis keeps to itself are not here.</summary>
internal static class CommandNames
{
    /// <summary>Of what every command that Redis does not know is a member.</summary>
    public const string ModuleGroup = "module";

    private static readonly (CommandFlags Flag, byte[] Name)[] s_beforeModule =
    [
        (CommandFlags.Write, "write"u8.ToArray()),
        (CommandFlags.ReadOnly, "readonly"u8.ToArray()),
        (CommandFlags.DenyOom, "denyoom"u8.ToArray()),
    ];

    private static readonly (CommandFlags Flag, byte[] Name)[] s_afterModule =
    [
        (CommandFlags.Admin, "admin"u8.ToArray()),
        (CommandFlags.PubSub, "pubsub"u8.ToArray()),
        (CommandFlags.NoScript, "noscript"u8.ToArray()),
        (CommandFlags.Blocking, "blocking"u8.ToArray()),
        (CommandFlags.Loading, "loading"u8.ToArray()),
        (CommandFlags.Stale, "stale"u8.ToArray()),
        (CommandFlags.SkipMonitor, "skip_monitor"u8.ToArray()),
        (CommandFlags.SkipSlowLog, "skip_slowlog"u8.ToArray()),
        (CommandFlags.Asking, "asking"u8.ToArray()),
        (CommandFlags.Fast, "fast"u8.ToArray()),
        (CommandFlags.NoAuth, "no_auth"u8.ToArray()),
        (CommandFlags.NoMandatoryKeys, "no_mandatory_keys"u8.ToArray()),
        (CommandFlags.NoAsyncLoading, "no_async_loading"u8.ToArray()),
        (CommandFlags.NoMulti, "no_multi"u8.ToArray()),
        (CommandFlags.MovableKeys, "movablekeys"u8.ToArray()),
        (CommandFlags.AllowBusy, "allow_busy"u8.ToArray()),
    ];

    private static readonly (KeyAccess Flag, byte[] Name)[] s_access =
    [
        (KeyAccess.ReadOnly, "RO"u8.ToArray()),
        (KeyAccess.ReadWrite, "RW"u8.ToArray()),
        (KeyAccess.Overwrite, "OW"u8.ToArray()),
        (KeyAccess.Remove, "RM"u8.ToArray()),
        (KeyAccess.Access, "access"u8.ToArray()),
        (KeyAccess.Update, "update"u8.ToArray()),
        (KeyAccess.Insert, "insert"u8.ToArray()),
        (KeyAccess.Delete, "delete"u8.ToArray()),
        (KeyAccess.NotKey, "not_key"u8.ToArray()),
        (KeyAccess.Incomplete, "incomplete"u8.ToArray()),
        (KeyAccess.VariableFlags, "variable_flags"u8.ToArray()),
    ];

    /// <summary>The categories, as <c>@keyspace</c>; Redis prints them in the order of their bits.</summary>
    private static readonly (AclCategory Category, byte[] Name)[] s_categories = NameCategories();

    public static void WriteFlags(ReplyWriter reply, CommandInfo command)
    {
        DeferredLength set = reply.DeferredSet();
        int count = Write(reply, s_beforeModule, command.Flags);
        if (command.Group == ModuleGroup)
        {
            reply.SimpleString("module"u8);
            count++;
        }
        reply.Complete(set, count + Write(reply, s_afterModule, command.Flags));
    }

    public static void WriteAccess(ReplyWriter reply, KeyAccess access)
    {
        DeferredLength set = reply.DeferredSet();
        int count = 0;
        foreach ((KeyAccess flag, byte[] name) in s_access)
        {
            if ((access & flag) == 0)
                continue;
            reply.SimpleString(name);
            count++;
        }
        reply.Complete(set, count);
    }

    public static void WriteCategories(ReplyWriter reply, AclCategory categories)
    {
        DeferredLength set = reply.DeferredSet();
        int count = 0;
        foreach ((AclCategory category, byte[] name) in s_categories)
        {
            if ((categories & category) == 0)
                continue;
            reply.SimpleString(name);
            count++;
        }
        reply.Complete(set, count);
    }

    /// <summary>Finds a category by its name without the <c>@</c>.</summary>
    public static bool TryFindCategory(ReadOnlySpan<byte> name, out AclCategory category)
    {
        foreach ((AclCategory candidate, byte[] text) in s_categories)
        {
            if (!System.Text.Ascii.EqualsIgnoreCase(name, text.AsSpan(1)))
                continue;
            category = candidate;
            return true;
        }
        category = AclCategory.None;
        return false;
    }

    private static int Write(ReplyWriter reply, (CommandFlags Flag, byte[] Name)[] names, CommandFlags flags)
    {
        int count = 0;
        foreach ((CommandFlags flag, byte[] name) in names)
        {
            if ((flags & flag) == 0)
                continue;
            reply.SimpleString(name);
            count++;
        }
        return count;
    }

    private static (AclCategory Category, byte[] Name)[] NameCategories()
    {
        AclCategory[] values = Enum.GetValues<AclCategory>();
        var named = new List<(AclCategory, byte[])>(values.Length);
        foreach (AclCategory category in values)
        {
            if (category != AclCategory.None)
                named.Add((category, System.Text.Encoding.ASCII.GetBytes("@" + category.ToString().ToLowerInvariant())));
        }
        return [.. named];
    }
}
