namespace CacheStorm.Plugins.Server;

/// <summary>FLUSHDB and FLUSHALL: all keys of a database, or of all, go in one step.</summary>
internal sealed class FlushCommands(INamespaces namespaces, IConfigRegistry config)
{
    [Command("FLUSHDB", Arity = -1, Flags = CommandFlags.Write, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "server",
        Since = "1.0.0",
        Summary = "Remove all keys from the current database",
        Complexity = "O(N) where N is the number of keys in the selected database",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "async=(async!ASYNC^4.0.0 | sync!SYNC^6.2.0)?")]
    [CommandHistory("4.0.0", "Added the `ASYNC` flushing mode modifier.")]
    [CommandHistory("6.2.0", "Added the `SYNC` flushing mode modifier.")]
    public void FlushDb(CommandContext context)
    {
        if (!TryMode(context, out bool inBackground))
            return;
        context.Keyspace.Clear(inBackground);
        context.Effects.Force();
        context.Reply.Ok();
    }

    [Command("FLUSHALL", Arity = -1, Flags = CommandFlags.Write, Locking = CommandLocking.Exclusive,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "server",
        Since = "1.0.0",
        Summary = "Remove all keys from all databases",
        Complexity = "O(N) where N is the total number of keys in all databases",
        Tips = "request_policy:all_shards response_policy:all_succeeded",
        Arguments = "async=(async!ASYNC^4.0.0 | sync!SYNC^6.2.0)?")]
    [CommandHistory("4.0.0", "Added the `ASYNC` flushing mode modifier.")]
    [CommandHistory("6.2.0", "Added the `SYNC` flushing mode modifier.")]
    public void FlushAll(CommandContext context)
    {
        if (!TryMode(context, out bool inBackground))
            return;
        namespaces.ClearAll(context, inBackground);
        context.Effects.Force();
        context.Reply.Ok();
    }

    private bool TryMode(CommandContext context, out bool inBackground)
    {
        CommandArguments args = context.Args;
        inBackground = false;
        switch (args.Count)
        {
            case 1:
                inBackground = config.IsOn("lazyfree-lazy-user-flush");
                return true;
            case 2 when args.Is(1, "ASYNC"u8):
                inBackground = true;
                return true;
            case 2 when args.Is(1, "SYNC"u8):
                return true;
            default:
                context.Reply.Error(Errors.Syntax);
                return false;
        }
    }
}
