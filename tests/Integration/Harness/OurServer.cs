namespace CacheStorm.IntegrationTests.Harness;

/// <summary>Our server alone, for tests that know by themselves what is right.</summary>
public sealed class OurServer : IDisposable
{
    private readonly Lock _starting = new();
    private ServerProcess? _process;

    /// <summary>The server; several threads may be the first to ask for it. One that died is replaced.</summary>
    internal ServerProcess Process
    {
        get
        {
            lock (_starting)
                return _process is { HasExited: false } ? _process : _process = ServerProcess.StartOurs();
        }
    }

    public void Dispose() => _process?.Dispose();
}
