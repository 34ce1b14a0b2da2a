using System.Runtime.CompilerServices;
using CacheStorm;
using CacheStorm.Plugins.Tracking;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("tracking", "1.0.0",
    Description = "Client-side caching: the server remembers what clients have read, and tells them when it has changed.")]
[assembly: InternalsVisibleTo("CacheStorm.UnitTests")]

namespace CacheStorm.Plugins.Tracking;

/// <summary>
/// Brings the subcommands of CLIENT, what remembers keys (<see cref="ReadMemory"/>), what hears of changes (<see cref="ChangeListener"/>)
/// and what tells the clients (<see cref="Messenger"/>).
/// </summary>
public sealed class TrackingPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services
        .AddSingleton<TrackedClients>()
        .AddSingleton<InvalidationTable>()
        .AddSingleton<ReadMemory>()
        .AddSingleton<Messenger>()
        .AddSingleton<Broadcaster>();
}
