namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>COMMAND GETKEYS and GETKEYSANDFLAGS: which arguments of a call are keys.</summary>
internal sealed class CommandKeysCommands(ICommandTable table)
{
    [Command("COMMAND|GETKEYS", Arity = -4, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "2.8.13",
        Summary = "Extract keys given a full Redis command",
        Complexity = "O(N) where N is the number of arguments to the command")]
    public void GetKeys(CommandContext context)
    {
        if (!TryFindKeys(context, out ArgumentList request, out List<KeyArgument> keys))
            return;
        context.Reply.Array(keys.Count);
        foreach (KeyArgument key in keys)
            context.Reply.Bulk(request[key.Index]);
    }

    [Command("COMMAND|GETKEYSANDFLAGS", Arity = -4, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Connection,
        Group = "server",
        Since = "7.0.0",
        Summary = "Extract keys and access flags given a full Redis command",
        Complexity = "O(N) where N is the number of arguments to the command")]
    public void GetKeysAndFlags(CommandContext context)
    {
        if (!TryFindKeys(context, out ArgumentList request, out List<KeyArgument> keys))
            return;
        context.Reply.Array(keys.Count);
        foreach (KeyArgument key in keys)
        {
            context.Reply.Array(2);
            context.Reply.Bulk(request[key.Index]);
            CommandNames.WriteAccess(context.Reply, key.Access);
        }
    }

    private bool TryFindKeys(CommandContext context, out ArgumentList request, out List<KeyArgument> keys)
    {
        request = new ArgumentListBuilder().AddRange(context.Args.List, 2).Arguments;
        keys = [];
        if (!table.TryResolve(request, out CommandInfo? command))
            return Fail(context, "ERR Invalid command specified"u8);
        if (!HasKeys(command))
            return Fail(context, "ERR The command has no key arguments"u8);
        if (command.Arity > 0 ? request.Count != command.Arity : request.Count < -command.Arity)
            return Fail(context, "ERR Invalid number of arguments specified for command"u8);

        bool valid = table.TryGetKeys(command, request, keys) && keys.Count > 0;
        if (valid)
            return true;
        keys.Clear();
        return command.Has(CommandFlags.NoMandatoryKeys) || Fail(context, "ERR Invalid arguments specified for command"u8);
    }

    private static bool HasKeys(CommandInfo command)
    {
        foreach (KeySpecAttribute spec in command.KeySpecs)
        {
            if ((spec.Access & KeyAccess.NotKey) == 0)
                return true;
        }
        return false;
    }

    private static bool Fail(CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
