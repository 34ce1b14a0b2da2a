using System.Globalization;

namespace CacheStorm.Plugins.Server;

/// <summary>INFO memory: what is used, by whom, and how much is allowed.</summary>
internal sealed class MemorySection(IStatistics statistics, IImport<IScripts> scripts) : IInfoSection
{
    public string Name => "Memory";

    public int Order => InfoOrder.Memory;

    public void Write(InfoWriter writer)
    {
        MemoryStatistics memory = statistics.Memory();
        var figures = new MemoryFigures(memory);

        Size(writer, "used_memory", memory.Used);
        Size(writer, "used_memory_rss", memory.ResidentSet);
        Size(writer, "used_memory_peak", memory.Peak);
        writer.Field("used_memory_peak_perc", Percent(figures.PeakPercent));
        writer.Field("used_memory_overhead", figures.Overhead);
        writer.Field("used_memory_startup", memory.Startup);
        writer.Field("used_memory_dataset", figures.Dataset);
        writer.Field("used_memory_dataset_perc", Percent(figures.DatasetPercent));
        writer.Field("allocator_allocated", figures.ArenaUsed);
        writer.Field("allocator_active", figures.ArenaMapped);
        writer.Field("allocator_resident", figures.ArenaMapped);
        Size(writer, "total_system_memory", memory.System);
        WriteScripts(writer, scripts.Value?.Statistics ?? default);
        Size(writer, "maxmemory", memory.Limit);
        writer.Field("maxmemory_policy", memory.Policy);
        writer.Field("allocator_frag_ratio", figures.ArenaRatio);
        writer.Field("allocator_frag_bytes", figures.ArenaSlack);
        writer.Field("allocator_rss_ratio", 1.0);
        writer.Field("allocator_rss_bytes", 0);
        writer.Field("rss_overhead_ratio", figures.ProcessRatio);
        writer.Field("rss_overhead_bytes", figures.ProcessBytes);
        writer.Field("mem_fragmentation_ratio", figures.Fragmentation);
        writer.Field("mem_fragmentation_bytes", figures.FragmentationBytes);
        writer.Field("mem_not_counted_for_evict", 0);
        writer.Field("mem_replication_backlog", 0);
        writer.Field("mem_total_replication_buffers", 0);
        writer.Field("mem_clients_slaves", 0);
        writer.Field("mem_clients_normal", memory.Clients);
        writer.Field("mem_cluster_links", 0);
        writer.Field("mem_aof_buffer", 0);
        writer.Field("mem_managed_heap", memory.ManagedHeap);
        writer.Field("mem_allocator", "arenas");
        writer.Field("active_defrag_running", 0);
        // Large values alone: of a database that is emptied the account drops in one step.
        writer.Field("lazyfree_pending_objects", memory.PendingFrees);
        writer.Field("lazyfreed_objects", memory.DeferredFrees);
    }

    /// <summary>Scripts and functions run in the same interpreters: what these take stands under eval, and nothing a second time.</summary>
    private static void WriteScripts(InfoWriter writer, ScriptStatistics now)
    {
        writer.Field("used_memory_lua", now.InterpreterBytes);
        writer.Field("used_memory_vm_eval", now.InterpreterBytes);
        writer.Field("used_memory_lua_human", HumanSize.Of(now.InterpreterBytes));
        writer.Field("used_memory_scripts_eval", now.ScriptBytes);
        writer.Field("number_of_cached_scripts", now.Scripts);
        writer.Field("number_of_functions", now.Functions);
        writer.Field("number_of_libraries", now.Libraries);
        writer.Field("used_memory_vm_functions", 0);
        Size(writer, "used_memory_vm_total", now.InterpreterBytes);
        writer.Field("used_memory_functions", now.LibraryBytes);
        Size(writer, "used_memory_scripts", now.ScriptBytes + now.LibraryBytes);
    }

    private static void Size(InfoWriter writer, string name, long bytes)
    {
        writer.Field(name, bytes);
        writer.Field(name + "_human", HumanSize.Of(bytes));
    }

    private static string Percent(double value) => value.ToString("F2", CultureInfo.InvariantCulture) + "%";
}
