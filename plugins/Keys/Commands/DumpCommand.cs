namespace CacheStorm.Plugins.Keys;

/// <summary>DUMP: a value in Redis' own serialised form, which any Redis takes by RESTORE.</summary>
internal sealed class DumpCommand
{
    private const int KeepBytes = 256 * 1024;

    /// <summary>Belongs to the thread; let go after an unusually large value.</summary>
    [ThreadStatic]
    private static RdbWriter? s_writer;

    [Command("DUMP", Arity = 2, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "2.6.0",
        Summary = "Return a serialized version of the value stored at the specified key.",
        Complexity = "O(1) to access the key and additional O(N*M) to serialize it, where N is the number of Redis objects composing the value and M their average size. For small string values the time complexity is thus O(1)+O(1*M) where M is small, so simply O(1).",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void Dump(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Read))
        {
            context.Reply.Null();
            return;
        }

        RdbWriter writer = s_writer ??= new RdbWriter();
        writer.Clear();
        RdbPayload.Write(entry, writer);
        context.Reply.Bulk(writer.Written);
        if (writer.Written.Length > KeepBytes)
            s_writer = null;
    }
}
