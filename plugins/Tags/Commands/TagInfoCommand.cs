using CacheStorm.Plugins.Tags.Changes;

namespace CacheStorm.Plugins.Tags.Commands;

/// <summary>TAGINFO: what is known of a tag.</summary>
internal sealed class TagInfoCommand(ChangeNumbers numbers)
{
    // Entries that are asked what they cost; of more it is extrapolated.
    private const int MostMeasured = 10_000;

    [Command("TAGINFO", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.MayRunAlone,
        Acl = AclCategory.Keyspace,
        Group = "tag",
        Since = "1.0.0",
        Summary = "Returns what is known of a tag: its keys, their memory, when and how often it was invalidated, its children.",
        Complexity = "O(N) where N is the number of keys, 10,000 at most.",
        Tips = "nondeterministic_output",
        Arguments = "tag:string")]
    public void Info(CommandContext context)
    {
        if (!TagNames.TryRead(context, 1, 1, out TagNames names))
            return;
        if (!Alone.Enter(context))
            return;
        ReadOnlySpan<byte> tag = names[0];
        KeyspaceTags tags = context.Keyspace.Tags;
        long keys = tags.CountOf(tag);
        int children = tags.ChildrenOf(tag).Count;
        tags.TryRead(tag, out TagFacts facts);
        if (keys == 0 && children == 0 && facts.Generation == 0)
        {
            context.Reply.Null();
            return;
        }

        ReplyWriter reply = context.Reply;
        reply.Map(8);
        reply.Bulk("name"u8);
        reply.Bulk(tag);
        Field(reply, "keys"u8, keys);
        Field(reply, "memory"u8, MemoryOf(context.Keyspace, tag, keys));
        Field(reply, "generation"u8, facts.Generation == 0 ? 0 : numbers.Shown(facts.Generation));
        Field(reply, "created"u8, keys == 0 ? 0 : facts.CreatedAt);
        Field(reply, "last_invalidated"u8, facts.LastInvalidatedAt);
        Field(reply, "invalidations"u8, facts.Invalidations);
        Field(reply, "children"u8, children);
    }

    private static long MemoryOf(Keyspace keyspace, ReadOnlySpan<byte> tag, long keys)
    {
        var measured = new MeasuredEntries(keyspace);
        keyspace.Tags.Visit(tag, ref measured, MostMeasured);
        return measured.Count == 0 || keys <= measured.Count ? measured.Bytes : (long)((double)measured.Bytes / measured.Count * keys);
    }

    private static void Field(ReplyWriter reply, ReadOnlySpan<byte> name, long value)
    {
        reply.Bulk(name);
        reply.Integer(value);
    }

    private struct MeasuredEntries(Keyspace keyspace) : IEntryVisitor
    {
        public int Count { get; private set; }
        public long Bytes { get; private set; }

        public void Visit(in Entry entry)
        {
            Bytes += keyspace.MemoryUsage(entry);
            Count++;
        }
    }
}
