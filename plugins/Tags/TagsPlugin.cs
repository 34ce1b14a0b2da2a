using CacheStorm;
using CacheStorm.Plugins.Tags.Changes;
using Microsoft.Extensions.DependencyInjection;

[assembly: CacheStormPlugin("tags", "1.0.0",
    Description = "Keys carry tags, and go all at once when a tag is invalidated; hierarchies, tokens, grace times, a log of what happened.")]

namespace CacheStorm.Plugins.Tags;

/// <summary>Brings the commands on tags and the log of invalidations. The tags themselves are the store's (<see cref="KeyspaceTags"/>).</summary>
public sealed class TagsPlugin : IPluginSetup
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<ChangeNumbers>().AddSingleton<InvalidationLogs>();
}
