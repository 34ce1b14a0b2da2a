namespace CacheStorm.Plugins.Server;

/// <summary>MEMINFO: the parts that make up used_memory, the namespaces' shares, and what lies beside it.</summary>
internal static class ServerMemoryReply
{
    public static void Write(ReplyWriter reply, MemoryFigures figures)
    {
        MemoryStatistics memory = figures.Memory;
        var fields = new ReplyFields(reply);
        fields.Add("used_memory"u8, memory.Used);
        WriteParts(ref fields, memory);
        long pendingTags = WriteNamespaces(ref fields, memory);
        fields.Add("keys"u8, memory.Keys);
        fields.Add("peak"u8, memory.Peak);
        fields.Add("limit"u8, memory.Limit);
        fields.Add("resident"u8, memory.ResidentSet);
        fields.Add("fragmentation"u8, figures.Fragmentation);
        fields.Add("native_held"u8, figures.ArenaMapped);
        fields.Add("native_unused"u8, Math.Max(0, figures.ArenaSlack));
        fields.Add("managed_heap"u8, memory.ManagedHeap);
        fields.Add("pending_frees"u8, memory.PendingFrees);
        fields.Add("pending_tag_entries"u8, pendingTags);
        fields.End();
    }

    private static void WriteParts(ref ReplyFields fields, in MemoryStatistics memory)
    {
        ReplyFields parts = fields.Begin("parts"u8);
        parts.Add("startup"u8, memory.Startup);
        parts.Add("clients"u8, memory.Clients);
        parts.Add("entries"u8, memory.Dataset);
        parts.Add("tables"u8, memory.Tables);
        parts.Add("tag_indexes"u8, memory.TagIndexes);
        parts.End();
    }

    /// <summary>Those that cost something, so that their shares add up to the parts.</summary>
    private static long WriteNamespaces(ref ReplyFields fields, in MemoryStatistics memory)
    {
        long pending = 0;
        ReplyFields spaces = fields.Begin("namespaces"u8);
        foreach (NamespaceMemory one in memory.Namespaces)
        {
            pending += one.PendingTagEntries;
            if (one.Total == 0)
                continue;
            ReplyFields space = spaces.Begin(ReplyFields.NameOf(one.Name));
            space.Add("keys"u8, one.Keys);
            space.Add("memory"u8, one.Total);
            space.Add("entries"u8, one.Entries);
            space.Add("tables"u8, one.Tables);
            space.Add("tag_index"u8, one.TagIndex);
            space.End();
        }

        spaces.End();
        return pending;
    }
}
