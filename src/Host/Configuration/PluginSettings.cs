using System.Reflection;

namespace CacheStorm.Host.Configuration;

/// <summary>Takes plugins' settings in: declares them, fills them, and says what is left over in the sources.</summary>
/// <remarks>Called by whoever loads plugins, one plugin at a time.</remarks>
internal sealed partial class PluginSettings(ConfigRegistry registry, ConfigSources sources)
{
    private readonly HashSet<string> _plugins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Declares and fills a plugin's settings.</summary>
    /// <param name="plugin">The plugin's id.</param>
    /// <param name="settings">An object of the class marked with <see cref="PluginSettingsAttribute"/>; null for a
    /// plugin that has no settings.</param>
    /// <returns>What is wrong; when there is anything, nothing stays declared.</returns>
    public IReadOnlyList<ConfigProblem> Add(string plugin, object? settings)
    {
        var problems = new List<ConfigProblem>();
        string section = $"plugins.{plugin}";
        IReadOnlyList<ConfigParameter> parameters = settings is null ? [] : SettingsBinder.Declare(settings, section, plugin);
        foreach (ConfigParameter parameter in parameters)
        {
            if (registry.Declare(parameter) is { } refusal)
                problems.Add(new($"plugin {plugin}", refusal));
            else
                sources.Resolve(parameter, problems);
        }

        ReportUnknownKeys(plugin, section, parameters, problems);
        if (settings is IAppliesSettings applies)
            Apply(plugin, parameters, applies, problems);

        if (problems.Count > 0)
            registry.Withdraw(plugin);
        else
            _plugins.Add(plugin);
        return problems;
    }

    /// <summary>Takes a plugin's settings back, as when it is unloaded.</summary>
    public void Remove(string plugin)
    {
        registry.Withdraw(plugin);
        _plugins.Remove(plugin);
    }

    /// <summary>The class among a plugin's types that holds its settings; null when it has none.</summary>
    public static Type? SettingsTypeIn(Assembly assembly)
        => assembly.GetTypes().FirstOrDefault(type => type.IsDefined(typeof(PluginSettingsAttribute), inherit: false));

    /// <summary>To be called when all plugins are loaded: what no plugin claimed.</summary>
    public (IReadOnlyList<ConfigProblem> Errors, IReadOnlyList<string> Warnings) Complete()
    {
        var problems = new List<ConfigProblem>();
        var warnings = new List<string>();
        sources.ResolveUndecided(problems);

        foreach (Assignment assignment in sources.Unclaimed.Where(a => a.Kind != AssignmentKind.Directive && a.Words is not [""]))
        {
            if (assignment.Key.Contains('.') || assignment.Kind == AssignmentKind.Environment)
                warnings.Add($"{assignment.Origin}: {assignment.Key}: no loaded plugin has this setting");
        }

        foreach (var group in sources.Unclaimed.Where(a => a.Kind == AssignmentKind.Directive).GroupBy(a => a.Origin.Source))
            warnings.Add($"{group.Key}: unknown directives, ignored: {string.Join(", ", group.Select(a => $"{a.Key} (line {a.Origin.Line})"))}");

        // A value that is the default anyway promises nothing that isn't kept.
        var inert = registry.Parameters
            .Where(p => p.Inert is not null && p.Text != p.Format.Write(p.DefaultValue))
            .GroupBy(p => p.Inert);
        foreach (var group in inert)
            warnings.Add($"{string.Join(", ", group.Select(p => p.Name))}: no effect {group.Key}");
        return (problems, warnings);
    }

    private void ReportUnknownKeys(
        string plugin, string section, IReadOnlyList<ConfigParameter> parameters, List<ConfigProblem> problems)
    {
        foreach (Assignment assignment in sources.Unclaimed)
        {
            bool isTheirs = assignment.Kind switch
            {
                AssignmentKind.Environment => assignment.Key.StartsWith(EnvironmentSource.VariableOf(section) + "_", StringComparison.Ordinal),
                _ => assignment.Key.StartsWith(section + ".", StringComparison.OrdinalIgnoreCase)
                    || assignment.Key.StartsWith(plugin + ".", StringComparison.OrdinalIgnoreCase),
            };
            if (!isTheirs)
                continue;

            assignment.IsClaimed = true;
            problems.Add(ConfigProblem.UnknownKey(
                assignment.Origin.ToString(), assignment.Key, parameters.Select(p => NameFor(assignment, p))));
        }
    }

    private static string NameFor(Assignment assignment, ConfigParameter parameter)
        => assignment.Kind == AssignmentKind.Environment ? EnvironmentSource.VariableOf(parameter)
            : assignment.Key.StartsWith("plugins.", StringComparison.OrdinalIgnoreCase) ? parameter.YamlPath
            : $"{parameter.Plugin}.{parameter.Name}";

    private void Apply(
        string plugin, IReadOnlyList<ConfigParameter> parameters, IAppliesSettings settings, List<ConfigProblem> problems)
    {
        if (problems.Count == 0 && settings.Apply() is { } error)
            problems.Add(new($"plugin {plugin}", error));

        // One delegate for all of them: a CONFIG SET of several calls it once.
        Func<string?> apply = settings.Apply;
        foreach (ConfigParameter parameter in parameters)
        {
            if (problems.Count == 0)
                registry.OnApply($"{plugin}.{parameter.Name}", apply);
        }
    }
}
