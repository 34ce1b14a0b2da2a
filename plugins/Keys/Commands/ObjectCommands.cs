namespace CacheStorm.Plugins.Keys;

/// <summary>OBJECT: what the server knows of an entry besides its value. Nothing here counts as a use.</summary>
[CommandContainer("OBJECT", Arity = -2, Flags = CommandFlags.None,
    Group = "generic",
    Since = "2.2.3",
    Summary = "A container for object introspection commands",
    Complexity = "Depends on subcommand.")]
internal sealed class ObjectCommands(IStatistics statistics)
{
    // Redis shares one object among all values of a small integer, unless eviction needs an access time for each.
    private const int SharedIntegers = 10_000;
    private const int SharedReferences = int.MaxValue;

    [Command("OBJECT|ENCODING", Arity = 3, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "2.2.3",
        Summary = "Inspect the internal encoding of a Redis object",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(2, KeyAccess.ReadOnly)]
    public void Encoding(CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        string encoding = entry.Type.EncodingOf(entry);
        Span<byte> text = stackalloc byte[64];
        if (!System.Text.Encoding.UTF8.TryGetBytes(encoding, text, out int length))
            context.Reply.Bulk(System.Text.Encoding.UTF8.GetBytes(encoding));
        else
            context.Reply.Bulk(text[..length]);
    }

    [Command("OBJECT|REFCOUNT", Arity = 3, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "2.2.3",
        Summary = "Get the number of references to the value of the key",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(2, KeyAccess.ReadOnly)]
    public void RefCount(CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        bool shared = entry.IsString
            && Numbers.TryParseInt64(entry.Value, out long number) && number is >= 0 and < SharedIntegers
            && entry.Type.EncodingOf(entry) == "int"
            && SharesIntegers();
        context.Reply.Integer(shared ? SharedReferences : 1);
    }

    [Command("OBJECT|IDLETIME", Arity = 3, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "2.2.3",
        Summary = "Get the time since a Redis object was last accessed",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(2, KeyAccess.ReadOnly)]
    public void IdleTime(CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        long idle = context.Keyspace.Access(entry).IdleSeconds;
        if (idle < 0)
            context.Reply.Error(KeyErrors.IdleTimeNotTracked);
        else
            context.Reply.Integer(idle);
    }

    [Command("OBJECT|FREQ", Arity = 3, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "4.0.0",
        Summary = "Get the logarithmic access frequency counter of a Redis object",
        Complexity = "O(1)",
        Tips = "nondeterministic_output",
        Arguments = "key:key#0")]
    [KeySpec(2, KeyAccess.ReadOnly)]
    public void Frequency(CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        int frequency = context.Keyspace.Access(entry).Frequency;
        if (frequency < 0)
            context.Reply.Error(KeyErrors.FrequencyNotTracked);
        else
            context.Reply.Integer(frequency);
    }

    [Command("OBJECT|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "generic",
        Since = "6.2.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context)
    {
        ReplyWriter reply = context.Reply;
        reply.Array(15);
        reply.SimpleString("OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"u8);
        reply.SimpleString("ENCODING <key>"u8);
        reply.SimpleString("    Return the kind of internal representation used in order to store the value"u8);
        reply.SimpleString("    associated with a <key>."u8);
        reply.SimpleString("FREQ <key>"u8);
        reply.SimpleString("    Return the access frequency index of the <key>. The returned integer is"u8);
        reply.SimpleString("    proportional to the logarithm of the recent access frequency of the key."u8);
        reply.SimpleString("IDLETIME <key>"u8);
        reply.SimpleString("    Return the idle time of the <key>, that is the approximated number of"u8);
        reply.SimpleString("    seconds elapsed since the last access to the key."u8);
        reply.SimpleString("REFCOUNT <key>"u8);
        reply.SimpleString("    Return the number of references of the value associated with the specified"u8);
        reply.SimpleString("    <key>."u8);
        reply.SimpleString("HELP"u8);
        reply.SimpleString("    Prints this help."u8);
    }

    private static bool TryFind(CommandContext context, out Entry entry)
    {
        if (context.Keyspace.TryFind(context.Key, out entry, Lookup.CountSilently))
            return true;
        context.Reply.Null();
        return false;
    }

    private bool SharesIntegers()
    {
        MemoryStatistics memory = statistics.Memory();
        return memory.Limit == 0
            || !(memory.Policy.EndsWith("lru", StringComparison.Ordinal) || memory.Policy.EndsWith("lfu", StringComparison.Ordinal));
    }
}
