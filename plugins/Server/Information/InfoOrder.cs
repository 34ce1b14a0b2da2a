namespace CacheStorm.Plugins.Server;

/// <summary>Where Redis' own sections of INFO stand. Sections of other plugins go between them, or behind with higher numbers.</summary>
internal static class InfoOrder
{
    public const int Server = 100;
    public const int Clients = 200;
    public const int Memory = 300;
    public const int Persistence = 400;
    public const int Stats = 500;
    public const int Replication = 600;
    public const int Cpu = 700;
    public const int Modules = 800;
    public const int CommandStats = 900;
    public const int ErrorStats = 1000;
    public const int LatencyStats = 1100;
    public const int Cluster = 1200;
    public const int Keyspace = 1300;

    /// <summary>INFO all ends here; what stands behind is shown by default, by name, or with <c>everything</c>.</summary>
    public const int Last = Keyspace;
}
