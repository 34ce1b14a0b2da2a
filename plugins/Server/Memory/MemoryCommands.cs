using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>MEMORY: what a key costs, where the memory is, and what to think of it.</summary>
[CommandContainer("MEMORY", Arity = -2, Flags = CommandFlags.None,
    Group = "server",
    Since = "4.0.0",
    Summary = "A container for memory diagnostics commands",
    Complexity = "Depends on subcommand.")]
internal sealed class MemoryCommands(IStatistics statistics, IClients clients, IServerControl server, IImport<IScripts> scripts)
{
    private const int DefaultSamples = 5;

    [Command("MEMORY|USAGE", Arity = -3, Flags = CommandFlags.ReadOnly,
        Group = "server",
        Since = "4.0.0",
        Summary = "Estimate the memory usage of a key",
        Complexity = "O(N) where N is the number of samples.",
        Arguments = "key:key#0 count:integer@SAMPLES?")]
    [KeySpec(2, KeyAccess.ReadOnly)]
    public void Usage(CommandContext context)
    {
        CommandArguments args = context.Args;
        long samples = DefaultSamples;
        for (int i = 3; i < args.Count; i += 2)
        {
            if (!args.Is(i, "SAMPLES"u8) || i + 1 == args.Count)
            {
                context.Reply.Error(Errors.Syntax);
                return;
            }
            if (!args.TryInt64(i + 1, out samples))
                return;
            if (samples < 0)
            {
                context.Reply.Error(Errors.Syntax);
                return;
            }
        }
        if (context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Peek))
            context.Reply.Integer(context.Keyspace.MemoryUsage(entry, (int)Math.Min(samples, int.MaxValue)));
        else
            context.Reply.Null();
    }

    [Command("MEMORY|STATS", Arity = 2, Flags = CommandFlags.None,
        Group = "server",
        Since = "4.0.0",
        Summary = "Show memory usage details",
        Complexity = "O(1)",
        Tips = "nondeterministic_output request_policy:all_shards response_policy:special")]
    public void Stats(CommandContext context) =>
        MemoryStatsReply.Write(context.Reply, new MemoryFigures(statistics.Memory()), scripts.Value?.Statistics ?? default);

    [Command("MEMORY|DOCTOR", Arity = 2, Flags = CommandFlags.None,
        Group = "server",
        Since = "4.0.0",
        Summary = "Outputs memory problems report",
        Complexity = "O(1)",
        Tips = "nondeterministic_output request_policy:all_shards response_policy:special")]
    public void Doctor(CommandContext context) =>
        Text(context, MemoryDiagnosis.Of(new MemoryFigures(statistics.Memory()), clients.Count));

    [Command("MEMORY|PURGE", Arity = 2, Flags = CommandFlags.None,
        Group = "server",
        Since = "4.0.0",
        Summary = "Ask the allocator to release memory",
        Complexity = "Depends on how much memory is allocated, could be slow",
        Tips = "request_policy:all_shards response_policy:all_succeeded")]
    public void Purge(CommandContext context)
    {
        server.ReleaseMemory();
        context.Reply.Ok();
    }

    [Command("MEMORY|MALLOC-STATS", Arity = 2, Flags = CommandFlags.None,
        Group = "server",
        Since = "4.0.0",
        Summary = "Show allocator internal stats",
        Complexity = "Depends on how much memory is allocated, could be slow",
        Tips = "nondeterministic_output request_policy:all_shards response_policy:special")]
    public void MallocStats(CommandContext context) => Text(context, AllocatorReport.Of(new MemoryFigures(statistics.Memory())));

    [Command("MEMORY|HELP", Arity = 2, Flags = CommandFlags.Loading | CommandFlags.Stale,
        Group = "server",
        Since = "4.0.0",
        Summary = "Show helpful text about the different subcommands",
        Complexity = "O(1)")]
    public void Help(CommandContext context) => HelpReply.Write(context.Reply, "MEMORY"u8, """
        DOCTOR
            Return memory problems reports.
        MALLOC-STATS
            Return internal statistics report from the memory allocator.
        PURGE
            Attempt to purge dirty pages for reclamation by the allocator.
        STATS
            Return information about the memory usage of the server.
        USAGE <key> [SAMPLES <count>]
            Return memory in bytes used by <key> and its value. Nested values are
            sampled up to <count> times (default: 5, 0 means sample all).
        """u8);

    private static void Text(CommandContext context, string text) => context.Reply.Verbatim("txt"u8, Encoding.UTF8.GetBytes(text));
}
