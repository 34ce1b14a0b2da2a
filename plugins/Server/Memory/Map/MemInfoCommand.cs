namespace CacheStorm.Plugins.Server;

/// <summary>MEMINFO: where memory goes, of the server, a namespace, a tag, or by type.</summary>
internal sealed class MemInfoCommand(IStatistics statistics, INamespaces namespaces)
{
    [Command("MEMINFO", Arity = -1, Flags = CommandFlags.ReadOnly | CommandFlags.TouchesArbitraryKeys,
        Acl = AclCategory.Keyspace | AclCategory.Dangerous,
        Group = "server",
        Since = "0.1.0",
        Summary = "Returns where memory goes, in bytes that add up: of the server, a namespace, a tag, or by type of value.",
        Complexity = "O(N) with N being the number of namespaces; with NAMESPACE, TAG or TYPES the number of keys, of which at most 100,000 are looked at (10,000 of a tag).",
        Tips = "nondeterministic_output",
        Arguments = "what=(namespace:string@NAMESPACE | tag:string@TAG | types!TYPES)?")]
    public void Look(CommandContext context)
    {
        CommandArguments args = context.Args;
        if (args.Count == 1)
            ServerMemoryReply.Write(context.Reply, new MemoryFigures(statistics.Memory()));
        else if (args.Count == 3 && args.Is(1, "NAMESPACE"u8))
            OfNamespace(context);
        else if (args.Count == 3 && args.Is(1, "TAG"u8))
            OfTag(context);
        else if (args.Count == 2 && args.Is(1, "TYPES"u8))
            OfTypes(context);
        else
            context.Reply.Error(Errors.Syntax);
    }

    private void OfNamespace(CommandContext context)
    {
        if (!namespaces.TryFind(context.Args[2], out int index) || namespaces.Read(index) is not { } one)
        {
            context.Reply.Error(ErrorText.NoSuchNamespace);
            return;
        }

        if (MayWalk(context))
            NamespaceMemoryReply.Write(context.Reply, one, EntrySurvey.Of(context, namespaces, one.Memory, EntrySurvey.MostKeys));
    }

    private void OfTypes(CommandContext context)
    {
        if (MayWalk(context))
            TypesMemoryReply.Write(context, namespaces, statistics.Memory());
    }

    private static void OfTag(CommandContext context)
    {
        ReadOnlySpan<byte> tag = context.Args[2];
        if (tag.IsEmpty || tag.Length > TagNames.MaxLength)
            context.Reply.Error(Errors.TagLength);
        else if (context.EnsureExclusive())
            TagMemoryReply.Write(context, tag);
    }

    // Inside another call there may be locks that the walk must not wait behind.
    private static bool MayWalk(CommandContext context) => !context.IsNested || context.EnsureExclusive();
}
