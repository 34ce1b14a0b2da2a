using CacheStorm;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("strings", "1.0.0",
    Description = "Redis' string commands: values, counters, ranges, conditions, common subsequences.")]

namespace CacheStorm.Plugins.Strings;

/// <summary>
/// Brings the string commands. The type itself belongs to the server; nothing here owns a value.
/// </summary>
public sealed class StringsPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<StringLimits>();
}
