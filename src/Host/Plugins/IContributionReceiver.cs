namespace CacheStorm.Host.Plugins;

/// <summary>
/// A part of the host that takes plugins' contributions in: data types, eviction policies, interceptors. Asked before the plugin's
/// commands are registered; may refuse the plugin (a type's name that is taken). Called for one plugin at a time.
/// </summary>
internal interface IContributionReceiver
{
    /// <summary>Takes what concerns it, all or none.</summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="contributions">Every object that the plugin contributes, each once.</param>
    /// <returns>Why the plugin can't be taken, in a line; null: it was.</returns>
    string? Add(string pluginId, IReadOnlyList<object> contributions);

    /// <summary>Gives a plugin's contributions up.</summary>
    void Remove(string pluginId);
}
