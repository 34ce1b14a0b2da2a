using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>DEBUG's looks at the data: digests, and how a value is kept. They reach keys that no key specification names, so they run alone.</summary>
internal sealed class DebugLooks(INamespaces namespaces, IStatistics statistics)
{
    public IEnumerable<DebugSubcommand> Subcommands =>
    [
        new("OBJECT"u8, 3, Object),
        new("DIGEST"u8, 2, Digest),
        new("DIGEST-VALUE"u8.ToArray(), 2, int.MaxValue, DigestValue),
        new("HTSTATS-KEY"u8.ToArray(), 3, 4, TableStatistics),
    ];

    private void Object(CommandContext context)
    {
        if (!context.EnsureExclusive())
            return;
        if (context.Keyspace.TryFind(context.Args[2], out Entry entry, Lookup.Peek))
            context.Reply.SimpleString(Encoding.ASCII.GetBytes(EntryReport.Of(context, entry, statistics)));
        else
            context.Reply.Error(Errors.NoSuchKey);
    }

    private void Digest(CommandContext context)
    {
        if (!context.EnsureExclusive())
            return;
        var digest = new DatasetDigest();
        foreach (NamespaceStatistics one in namespaces.All())
        {
            if (context.KeyspaceOf(one.Index) is { Count: > 0 } keyspace)
                digest.Add(keyspace);
        }
        Answer(context, digest.Value);
    }

    private static void DigestValue(CommandContext context)
    {
        if (!context.EnsureExclusive())
            return;
        CommandArguments args = context.Args;
        var digest = new ContentDigest();
        context.Reply.Array(args.Count - 2);
        for (int i = 2; i < args.Count; i++)
        {
            digest.Clear();
            if (context.Keyspace.TryFind(args[i], out Entry entry, Lookup.Peek))
                DatasetDigest.AddValue(digest, entry);
            Answer(context, digest.Value);
        }
    }

    /// <summary>No value is kept in a hash table as Redis has it.</summary>
    private static void TableStatistics(CommandContext context)
    {
        if (!context.EnsureExclusive())
            return;
        bool exists = context.Keyspace.TryFind(context.Args[2], out _, Lookup.Peek);
        context.Reply.Error(exists ? ErrorText.NoHashTable : Errors.NoSuchKey);
    }

    private static void Answer(CommandContext context, ReadOnlySpan<byte> digest)
    {
        Span<byte> hex = stackalloc byte[2 * digest.Length];
        Convert.TryToHexStringLower(digest, hex, out _);
        context.Reply.SimpleString(hex);
    }
}
