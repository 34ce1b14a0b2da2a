namespace CacheStorm.Plugins.Server;

/// <summary>INFO replication of a master that nobody follows.</summary>
internal sealed class ReplicationSection(ReplicationIdentity identity, IConfigRegistry config) : IInfoSection
{
    public string Name => "Replication";

    public int Order => InfoOrder.Replication;

    public void Write(InfoWriter writer)
    {
        writer.Field("role", "master");
        writer.Field("connected_slaves", 0);
        writer.Field("master_failover_state", "no-failover");
        writer.Field("master_replid", identity.Id);
        writer.Field("master_replid2", identity.Previous);
        writer.Field("master_repl_offset", 0);
        writer.Field("second_repl_offset", -1);
        writer.Field("repl_backlog_active", 0);
        writer.Field("repl_backlog_size", config.NumberOf("repl-backlog-size"));
        writer.Field("repl_backlog_first_byte_offset", 0);
        writer.Field("repl_backlog_histlen", 0);
    }
}
