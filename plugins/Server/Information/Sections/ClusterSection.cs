namespace CacheStorm.Plugins.Server;

/// <summary>INFO cluster of a server that stands alone.</summary>
internal sealed class ClusterSection : IInfoSection
{
    public string Name => "Cluster";

    public int Order => InfoOrder.Cluster;

    public void Write(InfoWriter writer) => writer.Field("cluster_enabled", 0);
}
