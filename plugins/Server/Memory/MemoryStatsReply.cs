using System.Text;

namespace CacheStorm.Plugins.Server;

/// <summary>MEMORY STATS: the memory numbers under Redis' names, in its order.</summary>
internal static class MemoryStatsReply
{
    public static void Write(ReplyWriter reply, MemoryFigures figures, ScriptStatistics scripts)
    {
        MemoryStatistics memory = figures.Memory;
        DeferredLength map = reply.DeferredMap();
        int count = 0;

        Number("peak.allocated"u8, memory.Peak);
        Number("total.allocated"u8, memory.Used);
        Number("startup.allocated"u8, memory.Startup);
        Number("replication.backlog"u8, 0);
        Number("clients.slaves"u8, 0);
        Number("clients.normal"u8, memory.Clients);
        Number("cluster.links"u8, 0);
        Number("aof.buffer"u8, 0);
        Number("lua.caches"u8, scripts.ScriptBytes);
        Number("functions.caches"u8, scripts.LibraryBytes);
        foreach (NamespaceMemory one in memory.Namespaces)
        {
            if (one.Keys == 0)
                continue;
            Namespace(reply, one.Index, one.Tables);
            count++;
        }
        Number("overhead.total"u8, figures.Overhead);
        Number("keys.count"u8, memory.Keys);
        Number("keys.bytes-per-key"u8, figures.BytesPerKey);
        Number("dataset.bytes"u8, figures.Dataset);
        Ratio("dataset.percentage"u8, figures.DatasetPercent);
        Ratio("peak.percentage"u8, figures.PeakPercent);
        Number("allocator.allocated"u8, figures.ArenaUsed);
        Number("allocator.active"u8, figures.ArenaMapped);
        Number("allocator.resident"u8, figures.ArenaMapped);
        Ratio("allocator-fragmentation.ratio"u8, figures.ArenaRatio);
        Number("allocator-fragmentation.bytes"u8, figures.ArenaSlack);
        Ratio("allocator-rss.ratio"u8, 1);
        Number("allocator-rss.bytes"u8, 0);
        Ratio("rss-overhead.ratio"u8, figures.ProcessRatio);
        Number("rss-overhead.bytes"u8, figures.ProcessBytes);
        Ratio("fragmentation"u8, figures.Fragmentation);
        Number("fragmentation.bytes"u8, figures.FragmentationBytes);
        reply.Complete(map, count);

        void Number(ReadOnlySpan<byte> name, long value)
        {
            reply.Bulk(name);
            reply.Integer(value);
            count++;
        }

        void Ratio(ReadOnlySpan<byte> name, double value)
        {
            reply.Bulk(name);
            reply.Double(value);
            count++;
        }
    }

    /// <summary>A database's tables: expiry times stand in the records themselves.</summary>
    private static void Namespace(ReplyWriter reply, int index, long tableBytes)
    {
        reply.Bulk(Encoding.ASCII.GetBytes($"db.{index}"));
        reply.Map(3);
        reply.Bulk("overhead.hashtable.main"u8);
        reply.Integer(tableBytes);
        reply.Bulk("overhead.hashtable.expires"u8);
        reply.Integer(0);
        reply.Bulk("overhead.hashtable.slot-to-keys"u8);
        reply.Integer(0);
    }
}
