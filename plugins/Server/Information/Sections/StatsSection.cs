namespace CacheStorm.Plugins.Server;

/// <summary>INFO stats: what the server has done since its start, or since CONFIG RESETSTAT.</summary>
internal sealed class StatsSection(IStatistics statistics, IServerControl server, IImport<IPublisher> publisher) : IInfoSection
{
    private const double BytesPerKilobyte = 1024;

    public string Name => "Stats";

    public int Order => InfoOrder.Stats;

    public void Write(InfoWriter writer)
    {
        ServerStatistics now = statistics.Read();
        WriteTraffic(writer, in now);
        WriteKeys(writer, in now);
        PublisherStatistics subscribed = publisher.Value?.Statistics ?? default;
        writer.Field("pubsub_channels", subscribed.Channels);
        writer.Field("pubsub_patterns", subscribed.Patterns);
        writer.Field("pubsubshard_channels", subscribed.ShardChannels);
        writer.Field("migrate_cached_sockets", 0);
        writer.Field("slave_expires_tracked_keys", 0);
        writer.Field("unexpected_error_replies", 0);
        writer.Field("total_error_replies", now.ErrorReplies);
        writer.Field("total_reads_processed", now.ReadsProcessed);
        writer.Field("total_writes_processed", now.WritesProcessed);
        // With more than one worker every connection is read and written beside the others.
        bool threaded = server.WorkerCount > 1;
        writer.Field("io_threaded_reads_processed", threaded ? now.ReadsProcessed : 0);
        writer.Field("io_threaded_writes_processed", threaded ? now.WritesProcessed : 0);
        writer.Field("client_query_buffer_limit_disconnections", now.QueryBufferLimitDisconnections);
        writer.Field("client_output_buffer_limit_disconnections", now.OutputBufferLimitDisconnections);
        writer.Field("reply_buffer_shrinks", 0);
        writer.Field("reply_buffer_expands", 0);
    }

    private static void WriteTraffic(InfoWriter writer, in ServerStatistics now)
    {
        writer.Field("total_connections_received", now.ConnectionsReceived);
        writer.Field("total_commands_processed", now.CommandsProcessed);
        writer.Field("instantaneous_ops_per_sec", now.OperationsPerSecond);
        writer.Field("total_net_input_bytes", now.NetworkInput);
        writer.Field("total_net_output_bytes", now.NetworkOutput);
        writer.Field("total_net_repl_input_bytes", 0);
        writer.Field("total_net_repl_output_bytes", 0);
        writer.Field("instantaneous_input_kbps", now.InputPerSecond / BytesPerKilobyte);
        writer.Field("instantaneous_output_kbps", now.OutputPerSecond / BytesPerKilobyte);
        writer.Field("instantaneous_input_repl_kbps", 0.0);
        writer.Field("instantaneous_output_repl_kbps", 0.0);
        writer.Field("rejected_connections", now.ConnectionsRejected);
        writer.Field("sync_full", 0);
        writer.Field("sync_partial_ok", 0);
        writer.Field("sync_partial_err", 0);
    }

    private static void WriteKeys(InfoWriter writer, in ServerStatistics now)
    {
        writer.Field("expired_keys", now.ExpiredKeys);
        // The timing wheel knows each key that is due: none is left behind, nothing is sampled.
        writer.Field("expired_stale_perc", 0.0);
        writer.Field("expired_time_cap_reached_count", 0);
        writer.Field("expire_cycle_cpu_milliseconds", 0);
        writer.Field("evicted_keys", now.EvictedKeys);
        writer.Field("evicted_clients", now.EvictedClients);
        writer.Field("total_eviction_exceeded_time", now.EvictionMicroseconds / 1000);
        writer.Field("current_eviction_exceeded_time", 0);
        writer.Field("keyspace_hits", now.KeyspaceHits);
        writer.Field("keyspace_misses", now.KeyspaceMisses);
    }
}
