using CacheStorm.Host.Configuration;
using CacheStorm.Host.Plugins;

namespace CacheStorm.Host.Server;

/// <summary>Joins the loader to the settings.</summary>
internal sealed class PluginSettingsBinder(PluginSettings settings) : IPluginSettingsBinder
{
    public bool IsSettings(Type type) => type.IsDefined(typeof(PluginSettingsAttribute), inherit: false);

    public IReadOnlyList<string> Bind(string pluginId, object? settingsObject) =>
        [.. settings.Add(pluginId, settingsObject).Select(problem => problem.ToString())];

    public void Unbind(string pluginId) => settings.Remove(pluginId);
}
