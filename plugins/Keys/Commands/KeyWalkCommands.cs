namespace CacheStorm.Plugins.Keys;

/// <summary>KEYS, SCAN and RANDOMKEY: keys that nobody named. They hold one shard's lock at a time.</summary>
internal sealed class KeyWalkCommands
{
    [Command("KEYS", Arity = 2, Flags = CommandFlags.ReadOnly,
        Acl = AclCategory.Dangerous,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Find all keys matching the given pattern",
        Complexity = "O(N) with N being the number of keys in the database, under the assumption that the key names in the database and the given pattern have limited length.",
        Tips = "request_policy:all_shards nondeterministic_output_order",
        Arguments = "pattern:pattern")]
    public void Keys(CommandContext context)
    {
        var matching = new MatchingKeys(context.Key, context.Reply);
        DeferredLength length = context.Reply.DeferredArray();
        ulong cursor = 0;
        do
        {
            cursor = context.Keyspace.Scan(cursor, int.MaxValue, ref matching);
        }
        while (cursor != 0);
        context.Reply.Complete(length, matching.Count);
    }

    [Command("SCAN", Arity = -2, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "2.8.0",
        Summary = "Incrementally iterate the keys space",
        Complexity = "O(1) for every call. O(N) for a complete iteration, including enough command calls for the cursor to return back to 0. N is the number of elements inside the collection.",
        Tips = "nondeterministic_output request_policy:special",
        Arguments = "cursor:integer pattern:pattern@MATCH? count:integer@COUNT? type:string@TYPE?^6.0.0")]
    [CommandHistory("6.0.0", "Added the `TYPE` subcommand.")]
    public void Scan(CommandContext context)
    {
        if (!context.Args.TryCursor(1, out ulong cursor) || !KeyScanOptions.TryParse(context, out KeyScanOptions options))
            return;

        // The next cursor stands before the keys, so these wait aside.
        using ScanPage page = ScanPage.Begin();
        var chosen = new ChosenKeys(options, page.Keys);
        cursor = context.Keyspace.Scan(cursor, options.Count, ref chosen);

        ReplyWriter reply = context.Reply;
        ScanCursor.BeginReply(reply, cursor);
        ArgumentList keys = page.Keys.Arguments;
        reply.Array(keys.Count);
        for (int i = 0; i < keys.Count; i++)
            reply.Bulk(keys[i]);
    }

    [Command("RANDOMKEY", Arity = 1, Flags = CommandFlags.ReadOnly,
        Group = "generic",
        Since = "1.0.0",
        Summary = "Return a random key from the keyspace",
        Complexity = "O(1)",
        Tips = "request_policy:all_shards nondeterministic_output")]
    public void RandomKey(CommandContext context)
    {
        var answer = new AnswerKey(context.Reply);
        if (!context.Keyspace.Random(ref answer))
            context.Reply.Null();
    }

    private ref struct MatchingKeys(ReadOnlySpan<byte> pattern, ReplyWriter reply) : IEntryVisitor
    {
        private readonly ReadOnlySpan<byte> _pattern = pattern;
        private readonly bool _everything = Glob.IsEverything(pattern);

        public int Count { get; private set; }

        public void Visit(in Entry entry)
        {
            if (!_everything && !Glob.IsMatch(_pattern, entry.Key))
                return;
            reply.Bulk(entry.Key);
            Count++;
        }
    }

    private readonly ref struct ChosenKeys(KeyScanOptions options, ArgumentListBuilder keys) : IEntryVisitor
    {
        private readonly KeyScanOptions _options = options;

        public void Visit(in Entry entry)
        {
            if (_options.Chooses(entry))
                keys.Add(entry.Key);
        }
    }

    private readonly struct AnswerKey(ReplyWriter reply) : IEntryVisitor
    {
        public void Visit(in Entry entry) => reply.Bulk(entry.Key);
    }
}
