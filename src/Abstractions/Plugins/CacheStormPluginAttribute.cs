namespace CacheStorm;

/// <summary>
/// Marks an assembly as a plugin. That and a class with <see cref="CommandAttribute"/> methods is all that a command needs: the
/// server scans the assembly for commands and for every extension point's interface, and makes their classes with the plugin's own services.
/// Life: configure services (<see cref="IPluginSetup"/>) → bind and check settings → make the contributed classes → start
/// (<see cref="IPluginLifecycle"/>) → serve → drain → stop.
/// </summary>
/// <param name="id">A short, stable, lower-case name, with dots for owners: <c>acme.ratelimit</c>.</param>
/// <param name="version">The plugin's own version, as <c>1.2.0</c>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class CacheStormPluginAttribute(string id, string version) : Attribute
{
    /// <summary>The plugin's id.</summary>
    public string Id { get; } = id;
    /// <summary>The plugin's version.</summary>
    public string Version { get; } = version;
    /// <summary>Ids of plugins that must be loaded for this one to work.</summary>
    public string[] Requires { get; set; } = [];
    /// <summary>
    /// False: it can't be exchanged while the server runs, as when there must never be two of it at a time. Others can where plugins.json says so.
    /// </summary>
    public bool CanReload { get; set; } = true;
    /// <summary>A sentence: what it is for.</summary>
    public string Description { get; set; } = "";
}
