namespace CacheStorm.Plugins.HotKeys;

/// <summary>A session as HOTKEYS GET tells it since Redis 8.6: an array of one map, so that the answers of several nodes can be joined.</summary>
internal static class ProfileReply
{
    private const int FieldsOfAll = 7;
    private const int FieldsOfCpu = 3;
    private const int FieldsOfNet = 2;
    private const int LastSlot = 16383;

    public static void Write(ReplyWriter reply, ProfileSession session, long now)
    {
        bool cpu = session.Options.Metrics.HasFlag(ProfileMetrics.Cpu), net = session.Options.Metrics.HasFlag(ProfileMetrics.Net);
        reply.Array(1);
        reply.Map(FieldsOfAll + (cpu ? FieldsOfCpu : 0) + (net ? FieldsOfNet : 0));
        Field(reply, "tracking-active"u8, session.IsActive ? 1 : 0);
        Field(reply, "sample-ratio"u8, session.Options.SampleRatio);
        AllSlots(reply);
        Field(reply, "all-commands-all-slots-us"u8, session.Microseconds);
        Field(reply, "net-bytes-all-commands-all-slots"u8, session.Bytes);
        Field(reply, "collection-start-time-unix-ms"u8, session.Start);
        Field(reply, "collection-duration-ms"u8, session.Duration(now));
        if (cpu)
        {
            ProcessorTime processor = session.Processor;
            Field(reply, "total-cpu-time-user-ms"u8, (long)processor.User.TotalMilliseconds);
            Field(reply, "total-cpu-time-sys-ms"u8, (long)processor.System.TotalMilliseconds);
        }
        if (net)
            Field(reply, "total-net-bytes"u8, session.SampledBytes);
        if (cpu)
            Keys(reply, "by-cpu-time-us"u8, session.ByTime(), unit: 1000);
        if (net)
            Keys(reply, "by-net-bytes"u8, session.ByBytes(), unit: 1);
    }

    /// <summary>One range: without a cluster every slot is measured.</summary>
    private static void AllSlots(ReplyWriter reply)
    {
        reply.Bulk("selected-slots"u8);
        reply.Array(1);
        reply.Array(2);
        reply.Integer(0);
        reply.Integer(LastSlot);
    }

    private static void Field(ReplyWriter reply, ReadOnlySpan<byte> name, long value)
    {
        reply.Bulk(name);
        reply.Integer(value);
    }

    /// <summary>Keys and amounts in turn. What was measured at all is one unit at least.</summary>
    private static void Keys(ReplyWriter reply, ReadOnlySpan<byte> name, List<HotKey> keys, int unit)
    {
        reply.Bulk(name);
        reply.Array(keys.Count * 2);
        foreach ((byte[] key, long amount) in keys)
        {
            reply.Bulk(key);
            reply.Integer((amount + unit - 1) / unit);
        }
    }
}
