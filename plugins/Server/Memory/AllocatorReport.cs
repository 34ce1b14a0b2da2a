using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>MEMORY MALLOC-STATS: the arenas for keys and values, and the managed heap beside them.</summary>
internal static class AllocatorReport
{
    public static string Of(MemoryFigures figures)
    {
        MemoryStatistics memory = figures.Memory;
        GCMemoryInfo heap = GC.GetGCMemoryInfo();
        var text = new StringBuilder();
        text.Append("___ Arenas (keys, values, tables, tags) ___\n");
        Line("mapped", figures.ArenaMapped);
        Line("in use", figures.ArenaUsed);
        Line("records", memory.Dataset);
        Line("tables", memory.Tables);
        Line("tag indexes", memory.TagIndexes);
        Line("entries", memory.Keys);
        text.Append("___ Managed heap ___\n");
        Line("in use", memory.ManagedHeap);
        Line("committed", heap.TotalCommittedBytes);
        Line("fragmented", heap.FragmentedBytes);
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
            Line($"collections of generation {generation}", GC.CollectionCount(generation));
        Line("pauses, microseconds", (long)GC.GetTotalPauseDuration().TotalMicroseconds);
        text.Append("___ Process ___\n");
        Line("resident", memory.ResidentSet);
        Line("buffers of clients", memory.Clients);
        return text.ToString();

        void Line(string name, long value) => text.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
    }
}
