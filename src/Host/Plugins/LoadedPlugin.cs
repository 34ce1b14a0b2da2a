using Isolation = McMaster.NETCore.Plugins;

namespace CacheStorm.Host.Plugins;

/// <summary>A running plugin: its context, its container, what it contributed. Owned by the <see cref="PluginLoader"/>.</summary>
internal sealed class LoadedPlugin(PluginCandidate candidate, Isolation.PluginLoader? context, PluginParts parts)
{
    public string Id => candidate.Id;
    public PluginCandidate Candidate => candidate;
    public PluginParts Parts => parts;

    /// <summary>Its life-cycle objects, in the order in which they were made.</summary>
    public IEnumerable<IPluginLifecycle> Lifecycles => parts.Contributions.OfType<IPluginLifecycle>();

    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        foreach (IPluginLifecycle lifecycle in Lifecycles)
            await lifecycle.StartAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask DrainAsync(CancellationToken cancellation)
    {
        foreach (IPluginLifecycle lifecycle in Lifecycles.Reverse())
            await lifecycle.DrainAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask StopAsync(CancellationToken cancellation)
    {
        foreach (IPluginLifecycle lifecycle in Lifecycles.Reverse())
            await lifecycle.StopAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Disposes the plugin's own objects and lets go of a collectible context.</summary>
    public async ValueTask DisposeAsync()
    {
        await parts.Provider.DisposeAsync().ConfigureAwait(false);
        if (context is { IsUnloadable: true })
            context.Dispose();
    }
}
