using CacheStorm;
using CacheStorm.Plugins.Eviction;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("eviction", "1.0.0",
    Description = "What goes when memory is full: Redis' eight policies, and W-TinyLFU.")]

namespace CacheStorm.Plugins.Eviction;

/// <summary>Brings the policies; the server samples the entries and does the evicting.</summary>
public sealed class EvictionPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<KeyCensus>();
}
