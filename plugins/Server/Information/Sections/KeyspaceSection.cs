namespace CacheStorm.Plugins.Server;

/// <summary>INFO keyspace: the numbered databases that hold keys.</summary>
internal sealed class KeyspaceSection(INamespaces namespaces) : IInfoSection
{
    public string Name => "Keyspace";

    public int Order => InfoOrder.Keyspace;

    public void Write(InfoWriter writer)
    {
        foreach (NamespaceStatistics one in namespaces.All())
        {
            if (one.Keys > 0 && one.Index < namespaces.DatabaseCount)
                writer.Field($"db{one.Index}", $"keys={one.Keys},expires={one.Expires},avg_ttl={one.AverageTtl}");
        }
    }
}
