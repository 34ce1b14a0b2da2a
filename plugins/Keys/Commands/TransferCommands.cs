namespace CacheStorm.Plugins.Keys;

/// <summary>COPY and MOVE: a value comes to stand elsewhere, in another database too; the call runs alone then.</summary>
internal sealed class TransferCommands(INamespaces namespaces)
{
    [Command("COPY", Arity = -3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.MayRunAlone,
        Group = "generic",
        Since = "6.2.0",
        Summary = "Copy a key",
        Complexity = "O(N) worst case for collections, where N is the number of nested items. O(1) for string values.",
        Arguments = "source:key#0 destination:key#1 destination-db:integer@DB? replace!REPLACE?")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    [KeySpec(2, KeyAccess.Overwrite | KeyAccess.Update)]
    public void Copy(CommandContext context)
    {
        if (!CopyOptions.TryParse(context, namespaces, out CopyOptions options))
            return;

        Keyspace source = context.Keyspace;
        Keyspace destination = source;
        ReadOnlySpan<byte> key = context.Args[1];
        ReadOnlySpan<byte> newKey = context.Args[2];
        if (options.Database != source.Index)
        {
            if (!TryReach(context, options.Database, out destination))
                return;
            if (!namespaces.TryMakeRoom(context, options.Database))
            {
                context.Reply.Error(Errors.OutOfMemory);
                return;
            }
        }
        else if (key.SequenceEqual(newKey))
        {
            context.Reply.Error(Errors.SameObject);
            return;
        }

        bool taken = !options.Replace && destination.Exists(newKey, Lookup.Peek);
        if (!source.TryFind(key, out Entry entry, Lookup.Read) || taken)
        {
            context.Reply.Integer(0);
            return;
        }
        source.CopyTo(ref entry, destination, newKey);
        context.KeyEvent(destination, KeyEventKinds.Generic, "copy_to"u8, newKey);
        context.Reply.Integer(1);
    }

    [Command("MOVE", Arity = 3, Flags = CommandFlags.Write | CommandFlags.Fast | CommandFlags.MayRunAlone,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Move a key to another database",
        Complexity = "O(1)",
        Arguments = "key:key#0 db:integer")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Update)]
    public void Move(CommandContext context)
    {
        if (!DatabaseArgument.TryRead(context, 2, namespaces, out int database))
            return;
        Keyspace source = context.Keyspace;
        if (database == source.Index)
        {
            context.Reply.Error(Errors.SameObject);
            return;
        }
        if (!TryReach(context, database, out Keyspace destination))
            return;

        ReadOnlySpan<byte> key = context.Key;
        bool taken = destination.Exists(key, Lookup.Peek);
        if (!source.TryFind(key, out Entry entry, Lookup.Write) || taken)
        {
            context.Reply.Integer(0);
            return;
        }
        source.MoveTo(ref entry, destination, key);
        context.KeyEvent(source, KeyEventKinds.Generic, "move_from"u8, key);
        context.KeyEvent(destination, KeyEventKinds.Generic, "move_to"u8, key);
        context.Reply.Integer(1);
    }

    /// <summary>False when the handler must return: it is called again, alone, or the error is the reply.</summary>
    private static bool TryReach(CommandContext context, int database, out Keyspace keyspace)
    {
        keyspace = context.Keyspace;
        if (!context.EnsureExclusive())
            return false;
        if (context.KeyspaceOf(database) is not { } other)
        {
            context.Reply.Error(Errors.DbIndexOutOfRange);
            return false;
        }
        keyspace = other;
        return true;
    }
}
