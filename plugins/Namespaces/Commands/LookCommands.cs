namespace CacheStorm.Plugins.Namespaces;

/// <summary>NSINFO and NSKEYS: looks into any namespace, without going there.</summary>
internal sealed class LookCommands(INamespaces namespaces)
{
    // How many keys are asked for at a time: each time a shard is locked for.
    private const int Stretch = 4096;

    [Command("NSINFO", Arity = -1, Flags = CommandFlags.ReadOnly | CommandFlags.Loading | CommandFlags.Stale,
        Acl = AclCategory.Keyspace,
        Group = "namespace",
        Since = "1.0.0",
        Summary = "Returns what is known of a namespace: its keys, memory, limits and counters.",
        Complexity = "O(1)",
        Arguments = "name:string?")]
    public void Info(CommandContext context)
    {
        int index = context.Client.Namespace;
        if (context.Args.Count > 2)
        {
            context.Reply.Error("ERR wrong number of arguments for 'nsinfo' command"u8);
            return;
        }

        if (context.Args.Count == 2 && !namespaces.TryFind(context.Args[1], out index) || namespaces.Read(index) is not { } one)
        {
            context.Reply.Error(NamespaceErrors.NotFound);
            return;
        }

        ReplyWriter reply = context.Reply;
        reply.Map(13);
        reply.Bulk("name"u8);
        Names.Reply(reply, one.Name);
        Field(reply, "keys"u8, one.Keys);
        Field(reply, "expires"u8, one.Expires);
        Field(reply, "tags"u8, one.Tags);
        Field(reply, "memory"u8, one.MemoryBytes);
        Field(reply, "maxmemory"u8, one.Options.MaxMemory);
        reply.Bulk("policy"u8);
        Names.Reply(reply, one.Policy);
        Field(reply, "ttl"u8, one.Options.DefaultTtl / 1000);
        Field(reply, "hits"u8, one.Hits);
        Field(reply, "misses"u8, one.Misses);
        Field(reply, "evicted"u8, one.Evicted);
        Field(reply, "expired"u8, one.Expired);
        Field(reply, "created"u8, one.CreatedAt / 1000);
    }

    [Command("NSKEYS", Arity = -2, Flags = CommandFlags.ReadOnly | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "namespace",
        Since = "1.0.0",
        Summary = "Returns the keys of a namespace: all, those that match a pattern, at most so many.",
        Complexity = "O(N) with N being the number of keys in the namespace.",
        Tips = "nondeterministic_output_order",
        Arguments = "name:string pattern:pattern@MATCH? count:integer@COUNT?")]
    public void Keys(CommandContext context)
    {
        CommandArguments args = context.Args;
        ReadOnlySpan<byte> pattern = "*"u8;
        long most = long.MaxValue;
        for (int i = 2; i < args.Count; i += 2)
        {
            bool hasValue = i + 1 < args.Count;
            if (hasValue && args.Is(i, "MATCH"u8))
            {
                pattern = args[i + 1];
            }
            else if (hasValue && args.Is(i, "COUNT"u8))
            {
                if (!args.TryInt64(i + 1, out most))
                    return;
                if (most < 1)
                {
                    context.Reply.Error(NamespaceErrors.InvalidCount);
                    return;
                }
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return;
            }
        }

        if (!namespaces.TryFind(args[1], out int index))
        {
            context.Reply.Error(NamespaceErrors.NotFound);
            return;
        }

        // Inside another call there may be locks that the walk must not wait behind.
        if (context.IsNested && !context.EnsureExclusive())
            return;

        var matching = new MatchingKeys(pattern, most, context.Reply);
        DeferredLength length = context.Reply.DeferredArray();
        ulong cursor = 0;
        do
        {
            cursor = namespaces.Scan(context, index, cursor, Stretch, ref matching);
        }
        while (cursor != 0 && matching.Count < most);
        context.Reply.Complete(length, (int)matching.Count);
    }

    private static void Field(ReplyWriter reply, ReadOnlySpan<byte> name, long value)
    {
        reply.Bulk(name);
        reply.Integer(value);
    }

    private ref struct MatchingKeys(ReadOnlySpan<byte> pattern, long most, ReplyWriter reply) : IEntryVisitor
    {
        private readonly ReadOnlySpan<byte> _pattern = pattern;
        private readonly bool _everything = Glob.IsEverything(pattern);

        public long Count { get; private set; }

        public void Visit(in Entry entry)
        {
            if (Count == most || !_everything && !Glob.IsMatch(_pattern, entry.Key))
                return;
            reply.Bulk(entry.Key);
            Count++;
        }
    }
}
