using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Isolation = McMaster.NETCore.Plugins;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Loads a plugin's assembly into a context of its own, so that it brings its own versions of packages. Shared with the server are the
/// contract and the abstractions that the contract speaks in, nothing else.
/// </summary>
internal static class PluginContext
{
    private static readonly AssemblyName[] Shared =
    [
        typeof(CommandContext).Assembly.GetName(),
        typeof(IServiceCollection).Assembly.GetName(),
        typeof(ILogger).Assembly.GetName(),
    ];

    /// <summary>Loads the assembly.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="collectible">It can be unloaded again; costs speed.</param>
    /// <param name="loader">Owns the context; disposing it unloads a collectible one.</param>
    public static Assembly Load(string path, bool collectible, out Isolation.PluginLoader loader)
    {
        var config = new Isolation.PluginConfig(path)
        {
            IsUnloadable = collectible,
            // A collectible plugin's file will be replaced: it must not stay mapped.
            LoadInMemory = collectible,
            PreferSharedTypes = false,
            // The shared assemblies' own references come from the framework; walking them would only cost time.
            IsLazyLoaded = true,
        };
        foreach (AssemblyName name in Shared)
            config.SharedAssemblies.Add(name);
        loader = new Isolation.PluginLoader(config);
        return loader.LoadDefaultAssembly();
    }
}
