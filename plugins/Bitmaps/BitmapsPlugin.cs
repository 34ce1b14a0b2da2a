using CacheStorm;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("bitmaps", "1.0.0",
    Description = "Redis' bitmap commands: strings as arrays of bits and of small integers.")]

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>
/// Brings the bitmap commands. A bitmap is a string, whose type belongs to the server; nothing here owns a value.
/// </summary>
public sealed class BitmapsPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<BitmapLimits>();
}
