using System.Collections;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// Reads the settings once, before anything else starts. Precedence: defaults, file, environment, command line.
/// </summary>
internal static class SettingsLoader
{
    /// <summary>Reads everything and checks it, collecting all that is wrong.</summary>
    /// <param name="args">The command line without the program's name.</param>
    public static LoadResult Load(IReadOnlyList<string> args) => Load(args, Environment.GetEnvironmentVariables(), Console.In);

    internal static LoadResult Load(IReadOnlyList<string> args, IDictionary environment, TextReader standardInput)
    {
        var problems = new List<ConfigProblem>();
        var warnings = new List<string>();
        var settings = new HostSettings();
        IReadOnlyList<ConfigParameter> parameters = DeclareHost(settings);
        var known = new KnownNames(parameters);

        CommandLine line = CommandLine.Parse(args, known.Contains, problems);
        if (line.WantsHelp)
            return new() { HelpText = HelpText.Write(parameters) };
        if (line.WantsVersion)
            return new() { VersionText = HelpText.Version };

        var assignments = new List<Assignment>();
        string? path = line.File ?? environment[EnvironmentSource.FileVariable] as string;
        ConfigFile? file = string.IsNullOrEmpty(path) ? null : ConfigFile.Read(path, standardInput, assignments, problems, warnings);
        assignments.AddRange(EnvironmentSource.Read(environment));
        assignments.AddRange(line.Assignments);

        var sources = new ConfigSources(assignments);
        foreach (ConfigParameter parameter in parameters)
            sources.Resolve(parameter, problems);
        known.ReportUnclaimed(sources, problems, warnings);
        if (problems.Count > 0)
            return new() { Errors = problems, Warnings = warnings };

        var registry = new ConfigRegistry(parameters) { ConfigFile = file is { Path: not null } ? file : null };
        WorkingDirectory.Follow(settings, registry);
        return new()
        {
            Settings = settings,
            Registry = registry,
            Plugins = new PluginSettings(registry, sources),
            Warnings = warnings,
        };
    }

    /// <summary>All that the host knows: its own settings, then those that wait for a plugin.</summary>
    internal static IReadOnlyList<ConfigParameter> DeclareHost(HostSettings settings)
    {
        var parameters = new List<ConfigParameter>();
        foreach ((string section, object part) in settings.Sections)
            parameters.AddRange(SettingsBinder.Declare(part, section, plugin: null));
        parameters.AddRange(InertDirectives.Declare());
        return parameters;
    }
}
