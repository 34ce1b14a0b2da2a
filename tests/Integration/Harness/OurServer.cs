namespace CacheStorm.IntegrationTests.Harness;

/// <summary>Our server alone, for tests that know by themselves what is right.</summary>
public sealed class OurServer : IDisposable
{
    private ServerProcess? _process;

    internal ServerProcess Process => _process is { HasExited: false } ? _process : _process = ServerProcess.StartOurs();

    public void Dispose() => _process?.Dispose();
}
