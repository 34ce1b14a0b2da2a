using System.Runtime.CompilerServices;
using CacheStorm;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("server", "1.0.0",
    Description = "Looking into the server and running it: INFO, CONFIG, MEMORY, DEBUG, MONITOR, SHUTDOWN, plugins.")]
[assembly: InternalsVisibleTo("CacheStorm.UnitTests")]

namespace CacheStorm.Plugins.Server;

/// <summary>Commands, INFO's sections and the feed of MONITOR are found by scanning; this adds what several of them share.</summary>
public sealed class ServerPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<ReplicationIdentity>();
}
