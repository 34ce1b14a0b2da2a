namespace CacheStorm.Host.Configuration;

/// <summary>How an assignment names its setting.</summary>
internal enum AssignmentKind
{
    /// <summary>By its path in a YAML file.</summary>
    Yaml,

    /// <summary>By its Redis name, in a redis.conf.</summary>
    Directive,

    /// <summary>By a variable of the environment.</summary>
    Environment,

    /// <summary>By either name, on the command line.</summary>
    Option,
}

/// <summary>One value given to one setting somewhere, before anybody knows whether either exists.</summary>
internal sealed record Assignment(AssignmentKind Kind, string Key, IReadOnlyList<string> Words, ConfigOrigin Origin)
{
    /// <summary>It was written as a list, be it of one value.</summary>
    public bool IsList { get; init; }

    /// <summary>It was written as a list of mappings, which only settings of a structure of their own may be.</summary>
    public bool HasMappings { get; init; }

    /// <summary>A setting was found that this belongs to.</summary>
    public bool IsClaimed { get; set; }

    /// <summary>Whether it names the setting, or one that the setting took over.</summary>
    public bool IsFor(ConfigParameter parameter)
        => Names(parameter) || (parameter.TookOver is not null && IsFor(parameter.TookOver));

    /// <summary>The value as text for the parameter's format; null when there are too many words for it.</summary>
    public string? TextFor(ConfigParameter parameter)
    {
        if ((Words.Count != 1 || IsList) && (parameter.Flags & ConfigFlags.MultiValue) == 0)
            return null;
        if (HasMappings && parameter.Format.Kind != ConfigKind.Structured)
            return null;

        string text = string.Join(' ', Words);
        return Kind == AssignmentKind.Directive ? text : parameter.Format.FromYaml(text);
    }

    private bool Names(ConfigParameter parameter) => Kind switch
    {
        AssignmentKind.Yaml => Key == parameter.YamlPath,
        AssignmentKind.Environment => Key.Equals(EnvironmentSource.VariableOf(parameter), StringComparison.OrdinalIgnoreCase),
        AssignmentKind.Directive => HasName(parameter),
        _ => HasName(parameter) || Key.Equals(parameter.YamlPath, StringComparison.OrdinalIgnoreCase),
    };

    private bool HasName(ConfigParameter parameter)
    {
        foreach (string name in ConfigRegistry.NamesOf(parameter))
        {
            if (name.Equals(Key, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
