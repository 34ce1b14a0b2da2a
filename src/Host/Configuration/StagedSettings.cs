using System.Reflection;
using CacheStorm.Host.Plugins;

namespace CacheStorm.Host.Configuration;

/// <summary>A plugin's settings on their way to take the place of its older build's.</summary>
internal sealed record StagedSettings(IReadOnlyList<ConfigParameter> Parameters, IAppliesSettings? Applies) : IStagedSettings;

/// <content>Settings of a plugin that is exchanged while the server runs: values that were changed since the start stay what they are.</content>
internal sealed partial class PluginSettings
{
    /// <summary>Fills the settings of a build that is to take the place of one that runs. Declares nothing.</summary>
    public IReadOnlyList<ConfigProblem> Stage(string plugin, object? settings, out StagedSettings staged)
    {
        var problems = new List<ConfigProblem>();
        IReadOnlyList<ConfigParameter> parameters = settings is null ? [] : SettingsBinder.Declare(settings, $"plugins.{plugin}", plugin);
        foreach (ConfigParameter parameter in parameters)
        {
            if (registry.Obstacle(parameter) is { } refusal)
                problems.Add(new($"plugin {plugin}", refusal));
            else if (OldOf(plugin, parameter) is not { } old)
                sources.Resolve(parameter, problems);
            else if (parameter.TryRead(old.Text, out object? value, out string? error))
                parameter.Store(value!);
            else
                problems.Add(new($"plugin {plugin}", $"{parameter.Name} is \"{old.Text}\" now, which the new build does not allow: {error}; set another value first"));
        }

        sources.ResolveUndecided(problems);
        var applies = settings as IAppliesSettings;
        if (problems.Count == 0 && applies?.Apply() is { } complaint)
            problems.Add(new($"plugin {plugin}", complaint));
        staged = new StagedSettings(parameters, applies);
        return problems;
    }

    /// <summary>Puts staged settings, or none, in the place of those that a plugin has.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="staged">The new ones; null: it goes.</param>
    /// <param name="isOld">True for the assemblies of the build that goes: nobody calls its code any more.</param>
    public void Exchange(string plugin, StagedSettings? staged, Func<Assembly, bool> isOld)
    {
        foreach (ConfigParameter parameter in staged?.Parameters ?? [])
        {
            // Somebody may have changed it since it was staged.
            if (OldOf(plugin, parameter) is { } old && old.Text != parameter.Text && parameter.TryRead(old.Text, out object? value, out _))
                parameter.Store(value!);
        }

        registry.Exchange(plugin, staged?.Parameters ?? [], isOld);
        if (staged is null)
            _plugins.Remove(plugin);
        if (staged?.Applies is not { } applies)
            return;
        Func<string?> apply = applies.Apply;
        foreach (ConfigParameter parameter in staged.Parameters)
            registry.OnApply($"{plugin}.{parameter.Name}", apply);
    }

    private ConfigParameter? OldOf(string plugin, ConfigParameter parameter) =>
        registry.TryGet($"{plugin}.{parameter.Name}", out ConfigParameter? old) && old.Plugin == plugin ? old : null;
}
