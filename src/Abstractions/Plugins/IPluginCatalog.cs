namespace CacheStorm;

/// <summary>The plugins that the server knows of, with what became of them. Thread-safe.</summary>
public interface IPluginCatalog
{
    /// <summary>All of them, in load order; those that were refused, too.</summary>
    IReadOnlyList<PluginInfo> Plugins { get; }
}

/// <summary>What became of a plugin.</summary>
public enum PluginState
{
    /// <summary>It serves.</summary>
    Running,
    /// <summary>Switched off in plugins.json.</summary>
    Disabled,
    /// <summary>It could not be loaded or started; <see cref="PluginInfo.Error"/> says why.</summary>
    Failed,
    /// <summary>It was stopped.</summary>
    Stopped,
}

/// <summary>One plugin's facts and numbers.</summary>
public sealed record PluginInfo
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }
    /// <summary>Its version, or empty when it could not be read.</summary>
    public string Version { get; init; } = "";
    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";
    /// <summary>The version of the contract that it was built for, or empty.</summary>
    public string ContractVersion { get; init; } = "";
    /// <summary>The file it came from.</summary>
    public string Path { get; init; } = "";
    /// <summary>What became of it.</summary>
    public PluginState State { get; init; }
    /// <summary>Why it is not running, in a line; else empty.</summary>
    public string Error { get; init; } = "";
    /// <summary>How long loading and starting took.</summary>
    public TimeSpan LoadTime { get; init; }
    /// <summary>When it was loaded.</summary>
    public DateTimeOffset LoadedAt { get; init; }
    /// <summary>Plugins that it needs.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];
    /// <summary>Its commands' names.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];
    /// <summary>True when it can be reloaded.</summary>
    public bool CanReload { get; init; }
    /// <summary>How often it was exchanged for another build while the server ran.</summary>
    public int Reloads { get; init; }
    /// <summary>How many of its former builds are still in memory although they were unloaded: something holds them. 0 is right.</summary>
    public int Survivors { get; init; }
    /// <summary>Why the last reload was refused, in a line; empty when it was not.</summary>
    public string ReloadError { get; init; } = "";
    /// <summary>Calls of its commands.</summary>
    public long Calls { get; init; }
    /// <summary>Calls that ended in an exception.</summary>
    public long Faults { get; init; }
    /// <summary>The time spent in its commands, in microseconds.</summary>
    public long Microseconds { get; init; }
}
