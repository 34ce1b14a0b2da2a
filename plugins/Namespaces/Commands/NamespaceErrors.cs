namespace CacheStorm.Plugins.Namespaces;

/// <summary>The error texts of the namespace commands.</summary>
internal static class NamespaceErrors
{
    public static ReadOnlySpan<byte> NotFound => "ERR no such namespace"u8;
    public static ReadOnlySpan<byte> AlreadyExists => "ERR the namespace exists already"u8;
    public static ReadOnlySpan<byte> InvalidName =>
        "ERR a namespace's name is 1 to 128 of letters, digits and . _ - : and not like db<number>"u8;
    public static ReadOnlySpan<byte> InvalidTtl => "ERR TTL must be a number of seconds, 1 or more"u8;
    public static ReadOnlySpan<byte> InvalidMaxMemory => "ERR MAXMEMORY must be a number of bytes, 1 or more, or with a unit as in 100mb"u8;
    public static ReadOnlySpan<byte> NoSuchPolicy => "ERR no loaded plugin has this eviction policy"u8;
    public static ReadOnlySpan<byte> DefaultStays => "ERR the namespace 'default' can't be deleted"u8;
    public static ReadOnlySpan<byte> InvalidCount => "ERR COUNT must be 1 or more"u8;

    /// <summary>Writes the reply to a change.</summary>
    public static void Answer(CommandContext context, NamespaceChange change)
    {
        switch (change)
        {
            case NamespaceChange.Done:
                context.Effects.Force();
                context.Reply.Ok();
                break;
            case NamespaceChange.NotFound:
                context.Reply.Error(NotFound);
                break;
            case NamespaceChange.AlreadyExists:
                context.Reply.Error(AlreadyExists);
                break;
            case NamespaceChange.InvalidName:
                context.Reply.Error(InvalidName);
                break;
            case NamespaceChange.NoSuchPolicy:
                context.Reply.Error(NoSuchPolicy);
                break;
            case NamespaceChange.NotAllowed:
                context.Reply.Error(DefaultStays);
                break;
        }
    }
}
