namespace CacheStorm.Host.Plugins;

/// <summary>Declares and fills the settings of plugins. Called for one plugin at a time.</summary>
internal interface IPluginSettingsBinder
{
    /// <summary>True for a plugin's class that holds its settings.</summary>
    bool IsSettings(Type type);

    /// <summary>Declares and fills a plugin's settings.</summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="settings">Its settings object; null: it has none, and its section must be empty.</param>
    /// <returns>What is wrong, each in a line; when there is anything, nothing stays declared.</returns>
    IReadOnlyList<string> Bind(string pluginId, object? settings);

    /// <summary>Takes a plugin's settings back.</summary>
    void Unbind(string pluginId);
}
