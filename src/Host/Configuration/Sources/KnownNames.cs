namespace CacheStorm.Host.Configuration;

/// <summary>The names of the host's settings, to judge what belongs to none of them.</summary>
internal sealed class KnownNames
{
    private const string PluginSection = "plugins";

    private readonly HashSet<string> _directives;
    private readonly HashSet<string> _paths;
    private readonly HashSet<string> _sections;

    public KnownNames(IReadOnlyList<ConfigParameter> parameters)
    {
        _directives = parameters.SelectMany(ConfigRegistry.NamesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _paths = parameters.Select(p => p.YamlPath).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _sections = _paths.Select(SectionOf).Append(PluginSection).ToHashSet(StringComparer.Ordinal);
    }

    public bool Contains(string name) => _directives.Contains(name) || _paths.Contains(name) || IsForPlugin(name);

    /// <summary>What belongs to no setting of the host: left for plugins where it may be theirs, else reported.</summary>
    public void ReportUnclaimed(ConfigSources sources, List<ConfigProblem> problems, List<string> warnings)
    {
        foreach (Assignment assignment in sources.Unclaimed)
        {
            string where = assignment.Origin.ToString();
            switch (assignment.Kind)
            {
                case AssignmentKind.Yaml when _sections.Contains(assignment.Key):
                    if (assignment.Words is not [""])
                        problems.Add(new(where, $"{assignment.Key}: found \"{string.Join(' ', assignment.Words)}\", allowed: settings below it"));
                    break;

                case AssignmentKind.Yaml when !IsForPlugin(assignment.Key):
                    problems.Add(ConfigProblem.UnknownKey(where, assignment.Key, CandidatesFor(assignment.Key)));
                    break;

                case AssignmentKind.Option when !IsForPlugin(assignment.Key):
                    problems.Add(ConfigProblem.UnknownKey(where, "--" + assignment.Key, _directives.Concat(_paths).Select(n => "--" + n)));
                    break;

                case AssignmentKind.Environment when !assignment.Key.StartsWith(EnvironmentSource.VariableOf(PluginSection) + "_", StringComparison.Ordinal):
                    warnings.Add(ConfigProblem.UnknownKey(where, assignment.Key, _paths.Select(EnvironmentSource.VariableOf)).ToString());
                    break;
            }
        }
    }

    private static string SectionOf(string path) => path.Split('.')[0];

    /// <summary>A path below plugins, or a name with a dot whose first part is no section of the host's.</summary>
    private bool IsForPlugin(string name)
        => name.Contains('.') && (SectionOf(name) == PluginSection || !_sections.Contains(SectionOf(name)))
            && (SectionOf(name) == PluginSection || !name.Contains('_') && NearestName.Find(SectionOf(name), _sections) is null);

    /// <summary>A key's likely meanings: in the same section before anything else.</summary>
    private IEnumerable<string> CandidatesFor(string key)
    {
        string section = SectionOf(key) + ".";
        List<string> near = [.. _paths.Where(p => p.StartsWith(section, StringComparison.Ordinal))];
        return near.Count > 0 ? near : _paths.Concat(_sections);
    }
}
