using System.Reflection;
using System.Security.Cryptography;
using CacheStorm.Host.Configuration;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage.Memory;

namespace CacheStorm.Host.Server;

/// <summary>Who the server is, and how it ends. Thread-safe.</summary>
internal sealed class ServerControl(HostSettings settings, IConfigRegistry registry, NetworkServer network, Maintenance maintenance) : IServerControl
{
    private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Version { get; } =
        typeof(ServerControl).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string RedisVersion => "7.0.15";

    public string RunId { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    public int Port => settings.Server.Port;

    public int TlsPort => settings.Tls.Port;

    public string ConfigFile => registry.File ?? "";

    public string Executable => Environment.ProcessPath ?? "";

    public bool IsStopping => _end.Task.IsCompleted;

    public int WorkerCount => network.WorkerCount;

    /// <summary>Ends with the exit code when somebody wants the server to stop.</summary>
    public Task<int> End => _end.Task;

    public void Stop(int exitCode = 0) => _end.TrySetResult(exitCode);

    public void SetActiveExpiry(bool enabled) => maintenance.CollectsExpired = enabled;

    public void PauseBackgroundWork(bool paused) => maintenance.IsPaused = paused;

    public void ReleaseMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        AddressSpace.TrimLargeBlocks();
    }
}
