namespace CacheStorm.Plugins.Server;

/// <summary>INFO persistence of a server that keeps nothing: no file is written or read, and none was.</summary>
internal sealed class PersistenceSection(IServerControl server) : IInfoSection
{
    public string Name => "Persistence";

    public int Order => InfoOrder.Persistence;

    public void Write(InfoWriter writer)
    {
        writer.Field("loading", 0);
        writer.Field("async_loading", 0);
        writer.Field("current_save_keys_processed", 0);
        writer.Field("current_save_keys_total", 0);
        writer.Field("rdb_changes_since_last_save", 0);
        writer.Field("rdb_bgsave_in_progress", 0);
        writer.Field("rdb_last_save_time", server.StartedAt.ToUnixTimeSeconds());
        writer.Field("rdb_last_bgsave_status", "ok");
        writer.Field("rdb_last_bgsave_time_sec", -1);
        writer.Field("rdb_current_bgsave_time_sec", -1);
        writer.Field("rdb_saves", 0);
        writer.Field("rdb_last_load_keys_expired", 0);
        writer.Field("rdb_last_load_keys_loaded", 0);
        writer.Field("aof_enabled", 0);
        writer.Field("aof_rewrite_in_progress", 0);
        writer.Field("aof_rewrite_scheduled", 0);
        writer.Field("aof_last_rewrite_time_sec", -1);
        writer.Field("aof_current_rewrite_time_sec", -1);
        writer.Field("aof_last_bgrewrite_status", "ok");
        writer.Field("aof_rewrites", 0);
        writer.Field("aof_rewrites_consecutive_failures", 0);
        writer.Field("aof_last_write_status", "ok");
        writer.Field("module_fork_in_progress", 0);
        writer.Field("module_fork_last_cow_size", 0);
    }
}
