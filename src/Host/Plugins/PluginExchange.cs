using System.Reflection;
using System.Runtime.Loader;

namespace CacheStorm.Host.Plugins;

/// <summary>What takes whose place: a new build that of an old one; or nothing does, when a plugin is unloaded. Lives for one exchange, on one thread.</summary>
internal sealed class PluginExchange(LoadedPlugin old, LoadedPlugin? successor)
{
    private readonly AssemblyLoadContext? _oldContext = AssemblyLoadContext.GetLoadContext(old.Assembly);

    public string Id => Old.Id;

    public LoadedPlugin Old => old;

    /// <summary>Null: the plugin goes.</summary>
    public LoadedPlugin? Successor => successor;

    /// <summary>The context that goes.</summary>
    public AssemblyLoadContext? OldContext => _oldContext;

    /// <summary>True for an assembly that goes.</summary>
    public bool IsOld(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) == _oldContext;
}

/// <summary>The part of the host that can make everything stand still, and knows what clients and values hold of a plugin.</summary>
internal interface IExchangeStage
{
    /// <summary>Exchanges a plugin while no command runs, or not at all.</summary>
    /// <param name="exchange">Who takes whose place.</param>
    /// <param name="patience">How long to wait for what runs now.</param>
    /// <param name="findObstacle">What else stands in the way; asked when everything stands still.</param>
    /// <param name="swap">Puts the new registrations in the place of the old ones; does not fail.</param>
    /// <returns>Why it was not done, in a line; null: it was.</returns>
    string? Run(PluginExchange exchange, TimeSpan patience, Func<string?> findObstacle, Action swap);
}
