using CacheStorm.Host.Configuration;

namespace CacheStorm.Host.Plugins;

/// <summary>Hands plugins' settings to the server's configuration.</summary>
internal sealed class PluginSettingsBinder(PluginSettings settings) : IPluginSettingsBinder
{
    public bool IsSettings(Type type) => type.IsClass && type.IsDefined(typeof(PluginSettingsAttribute), inherit: false);

    public IReadOnlyList<string> Bind(string pluginId, object? own) =>
        [.. settings.Add(pluginId, own).Select(problem => problem.ToString())];

    public void Unbind(string pluginId) => settings.Remove(pluginId);

    public IReadOnlyList<string> Stage(string pluginId, object? own, out IStagedSettings? staged)
    {
        IReadOnlyList<ConfigProblem> problems = settings.Stage(pluginId, own, out StagedSettings made);
        staged = made;
        return [.. problems.Select(problem => problem.ToString())];
    }

    public void Exchange(PluginExchange exchange, IStagedSettings? staged) =>
        settings.Exchange(exchange.Id, staged as StagedSettings, exchange.IsOld);
}
