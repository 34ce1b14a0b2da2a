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

    /// <summary>Says what stands in the way of an exchange; null: nothing.</summary>
    string? FindObstacle(PluginExchange exchange) => null;

    /// <summary>Lets what runs on threads of its own come to rest, before commands stand still.</summary>
    /// <returns>False when it does not end in time; then nothing rests.</returns>
    bool TryRest(string pluginId, TimeSpan patience) => true;

    /// <summary>Lets it go on: there was no exchange.</summary>
    void Wake(string pluginId)
    {
    }

    /// <summary>Puts the new contributions in the place of the old ones. No command runs; must not fail.</summary>
    void Exchange(PluginExchange exchange)
    {
        if (exchange.Old is not null)
            Remove(exchange.Id);
        if (exchange.Successor is { } successor)
            Add(exchange.Id, successor.Parts.Contributions);
    }
}
