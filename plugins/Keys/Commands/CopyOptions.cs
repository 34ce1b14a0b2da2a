namespace CacheStorm.Plugins.Keys;

/// <summary>What stands behind the keys of COPY.</summary>
internal readonly ref struct CopyOptions
{
    private CopyOptions(int database, bool replace)
    {
        Database = database;
        Replace = replace;
    }

    /// <summary>Where the copy goes.</summary>
    public int Database { get; }
    /// <summary>Whether it takes the place of what is there.</summary>
    public bool Replace { get; }

    /// <summary>Reads them. When they make no sense, the error is the reply.</summary>
    public static bool TryParse(CommandContext context, INamespaces namespaces, out CopyOptions options)
    {
        CommandArguments args = context.Args;
        int database = context.Keyspace.Index;
        bool replace = false;
        options = default;
        for (int i = 3; i < args.Count; i++)
        {
            if (args.Is(i, "REPLACE"u8))
            {
                replace = true;
            }
            else if (args.Is(i, "DB"u8) && i + 1 < args.Count)
            {
                if (!DatabaseArgument.TryRead(context, ++i, namespaces, out database))
                    return false;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }
        options = new CopyOptions(database, replace);
        return true;
    }
}
