namespace CacheStorm;

/// <summary>
/// Loads, exchanges and unloads plugins while the server runs, one at a time. Whoever offers this to clients decides who may.
/// The tasks never fail: they end with null when it is done, else with the reason, in a line that names the plugin, the cause and the cure; then
/// everything is as it was. Thread-safe.
/// </summary>
public interface IPluginControl
{
    /// <summary>Loads a plugin from a file or folder inside the allowed folders (plugins.json).</summary>
    /// <param name="path">Its assembly, or the folder that holds it; relative to plugins.json.</param>
    Task<string?> LoadAsync(string path);

    /// <summary>Puts the build that lies at the plugin's path now in the place of the one that runs.</summary>
    /// <param name="id">The plugin.</param>
    Task<string?> ReloadAsync(string id);

    /// <summary>Stops a plugin and takes it out of memory.</summary>
    /// <param name="id">The plugin.</param>
    Task<string?> UnloadAsync(string id);

    /// <summary>
    /// Parks the client until a change has ended, and answers <c>OK</c> or the error. Works also when the very plugin whose command calls this is
    /// exchanged. Only when <see cref="CommandContext.CanPark"/>.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="change">What one of the methods above has returned.</param>
    void Answer(CommandContext context, Task<string?> change);
}
