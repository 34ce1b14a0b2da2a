namespace CacheStorm.Host.Configuration;

/// <summary>
/// What came of reading the settings: either <see cref="HelpText"/> or <see cref="VersionText"/> to print, or
/// <see cref="Errors"/> to print and exit code 1, or <see cref="Settings"/>.
/// </summary>
internal sealed class LoadResult
{
    /// <summary>The host's settings; null when there are errors, or help was asked for.</summary>
    public HostSettings? Settings { get; init; }

    /// <summary>All settings by name; there whenever <see cref="Settings"/> are.</summary>
    public ConfigRegistry? Registry { get; init; }

    /// <summary>Takes the plugins' settings in; there whenever <see cref="Settings"/> are.</summary>
    public PluginSettings? Plugins { get; init; }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<ConfigProblem> Errors { get; init; } = [];

    /// <summary>What should be known but stops nothing, for the log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>To be printed instead of starting.</summary>
    public string? HelpText { get; init; }

    /// <summary>To be printed instead of starting.</summary>
    public string? VersionText { get; init; }
}
