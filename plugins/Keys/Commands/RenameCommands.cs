namespace CacheStorm.Plugins.Keys;

/// <summary>RENAME and RENAMENX: a value, with expiry and all, comes to stand at another key.</summary>
internal sealed class RenameCommands
{
    [Command("RENAME", Arity = 3, Flags = CommandFlags.Write,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Rename a key",
        Complexity = "O(1)",
        Arguments = "key:key#0 newkey:key#1")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.Overwrite | KeyAccess.Update)]
    public void Rename(CommandContext context)
    {
        if (TryRename(context, onlyIfFree: false))
            context.Reply.Ok();
    }

    [Command("RENAMENX", Arity = 3, Flags = CommandFlags.Write | CommandFlags.Fast,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Rename a key, only if the new key does not exist",
        Complexity = "O(1)",
        Arguments = "key:key#0 newkey:key#1")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Access | KeyAccess.Delete)]
    [KeySpec(2, KeyAccess.Overwrite | KeyAccess.Insert)]
    [CommandHistory("3.2.0", "The command no longer returns an error when source and destination names are the same.")]
    public void RenameNx(CommandContext context)
    {
        if (TryRename(context, onlyIfFree: true))
            context.Reply.Integer(1);
    }

    private static bool TryRename(CommandContext context, bool onlyIfFree)
    {
        Keyspace keyspace = context.Keyspace;
        ReadOnlySpan<byte> source = context.Args[1];
        ReadOnlySpan<byte> destination = context.Args[2];

        bool taken = onlyIfFree && keyspace.Exists(destination, Lookup.Peek);
        if (!keyspace.TryFind(source, out Entry entry, Lookup.Write))
        {
            context.Reply.Error(Errors.NoSuchKey);
            return false;
        }
        if (taken)
        {
            context.Reply.Integer(0);
            return false;
        }
        if (source.SequenceEqual(destination))
            return true;

        keyspace.MoveTo(ref entry, keyspace, destination);
        context.KeyEvent(KeyEventKinds.Generic, "rename_from"u8, source);
        context.KeyEvent(KeyEventKinds.Generic, "rename_to"u8, destination);
        return true;
    }
}
