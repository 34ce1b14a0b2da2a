using System.Reflection;
using System.Runtime.Loader;
using Isolation = McMaster.NETCore.Plugins;

namespace CacheStorm.Host.Plugins;

/// <summary>A running plugin: its context, its container, what it contributed. Owned by the <see cref="PluginLoader"/>.</summary>
internal sealed class LoadedPlugin(PluginCandidate candidate, Assembly assembly, Isolation.PluginLoader? context, PluginParts parts)
{
    public string Id => candidate.Id;
    public PluginCandidate Candidate => candidate;
    public PluginParts Parts => parts;
    public Assembly Assembly => assembly;

    /// <summary>Its settings, bound but not declared yet: it is to take the place of an older build that has them now.</summary>
    public IStagedSettings? Staged { get; init; }

    /// <summary>True when it can be taken out of memory.</summary>
    public bool IsUnloadable => context is { IsUnloadable: true };

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
        Unload(assembly, context);
    }

    /// <summary>Lets go of a collectible context.</summary>
    public static void Unload(Assembly assembly, Isolation.PluginLoader? context)
    {
        if (context is not { IsUnloadable: true })
            return;
        AssemblyLoadContext? own = AssemblyLoadContext.GetLoadContext(assembly);
        SessionSlots.Free(SessionSlots.Of(owner => AssemblyLoadContext.GetLoadContext(owner) == own));
        context.Dispose();
    }
}
