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

    /// <summary>
    /// Fills the settings of a build that is to take the place of one that runs, beside the old ones: with the values that they have now, and
    /// new ones from where the server's settings came.
    /// </summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="settings">Its settings object; null: it has none.</param>
    /// <param name="staged">What <see cref="Exchange"/> takes.</param>
    /// <returns>What is wrong, each in a line.</returns>
    IReadOnlyList<string> Stage(string pluginId, object? settings, out IStagedSettings? staged)
    {
        staged = null;
        return [];
    }

    /// <summary>Puts staged settings in the place of the old build's, and lets go of everything that the old one had others call.</summary>
    void Exchange(PluginExchange exchange, IStagedSettings? staged)
    {
    }
}

/// <summary>Settings that are filled and not declared yet.</summary>
internal interface IStagedSettings;
