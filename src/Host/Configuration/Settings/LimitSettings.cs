namespace CacheStorm.Host.Configuration;

/// <summary>What a client may ask for.</summary>
public sealed class LimitSettings
{
    [ConfigSetting("proto-max-bulk-len", Yaml = "max_bulk_length", Memory = true, Min = 1 << 20, Mutable = true,
        Summary = "The longest argument of a command.")]
    public long MaxBulkLength { get; private set; } = 512L << 20;

    [ConfigSetting("client-query-buffer-limit", Yaml = "query_buffer", Memory = true, Min = 1 << 20, Mutable = true,
        Summary = "Input of one client that is not executed yet; beyond it the connection is closed.")]
    public long QueryBuffer { get; private set; } = 1L << 30;

    [ConfigSetting("client-output-buffer-limit", Yaml = "output_buffers", Mutable = true, Format = typeof(OutputBufferLimitsFormat),
        Summary = "Replies that a client hasn't fetched, for each class of clients: hard limit, soft limit, seconds over the soft one; 0 is no limit.")]
    public OutputBufferLimits OutputBuffers { get; private set; } = OutputBufferLimits.Default;
}
