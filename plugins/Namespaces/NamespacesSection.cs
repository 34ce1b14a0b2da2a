using System.Globalization;

namespace CacheStorm.Plugins.Namespaces;

/// <summary>
/// INFO namespaces: the namespaces with names of their own, a line each. They have a section of their own because clients take each line of
/// the section Keyspace for a numbered database.
/// </summary>
internal sealed class NamespacesSection(INamespaces namespaces) : IInfoSection
{
    /// <inheritdoc/>
    public string Name => "Namespaces";

    /// <inheritdoc/>
    public int Order => 1350;

    /// <inheritdoc/>
    public void Write(InfoWriter writer)
    {
        int number = 0;
        foreach (NamespaceStatistics one in namespaces.All())
        {
            if (one.Index < namespaces.DatabaseCount)
                continue;
            writer.Field(string.Create(CultureInfo.InvariantCulture, $"namespace{number++}"), string.Create(CultureInfo.InvariantCulture,
                $"name={one.Name},keys={one.Keys},expires={one.Expires},avg_ttl={one.AverageTtl},memory={one.MemoryBytes},maxmemory={one.Options.MaxMemory},hits={one.Hits},misses={one.Misses},evicted={one.Evicted},expired={one.Expired}"));
        }
    }
}
