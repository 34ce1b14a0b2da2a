namespace CacheStorm.IntegrationTests.Harness;

/// <summary>
/// redis-server and our server side by side, started once and shared by every test of the collection,
/// which therefore run one after another.
/// </summary>
public sealed class ServerPair : IDisposable
{
    private ServerProcess? _oracle;
    private ServerProcess? _ours;

    /// <summary>redis-server; the first test that asks starts it. A server that died is replaced.</summary>
    internal ServerProcess Oracle => _oracle = Alive(_oracle) ?? ServerProcess.StartRedis();

    internal ServerProcess Ours => _ours = Alive(_ours) ?? ServerProcess.StartOurs();

    public void Dispose()
    {
        _oracle?.Dispose();
        _ours?.Dispose();
    }

    private static ServerProcess? Alive(ServerProcess? server)
    {
        if (server is null || !server.HasExited)
            return server;
        server.Dispose();
        return null;
    }
}

[CollectionDefinition(Name)]
public sealed class ServerPairGroup : ICollectionFixture<ServerPair>
{
    public const string Name = "redis-server and ours";
}
