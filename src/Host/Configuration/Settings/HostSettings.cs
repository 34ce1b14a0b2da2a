namespace CacheStorm.Host.Configuration;

/// <summary>
/// The host's own settings, section by section as in the YAML file. Filled once by <see cref="SettingsLoader"/>,
/// changed afterwards only through the registry; anyone reads them at any time without a lock.
/// </summary>
public sealed class HostSettings
{
    /// <summary>Listening, connections and the process.</summary>
    public ServerSettings Server { get; } = new();

    /// <summary>Encrypted connections.</summary>
    public TlsSettings Tls { get; } = new();

    /// <summary>What a client may ask for.</summary>
    public LimitSettings Limits { get; } = new();

    /// <summary>Who may do what.</summary>
    public SecuritySettings Security { get; } = new();

    /// <summary>The memory limit and how it is kept.</summary>
    public MemorySettings Memory { get; } = new();

    /// <summary>Background work on keys, and what is told about it.</summary>
    public KeyspaceSettings Keyspace { get; } = new();

    /// <summary>The log.</summary>
    public LoggingSettings Logging { get; } = new();

    /// <summary>What the server measures about itself.</summary>
    public MonitoringSettings Monitoring { get; } = new();

    internal IEnumerable<(string Section, object Settings)> Sections =>
    [
        ("server", Server), ("tls", Tls), ("limits", Limits), ("security", Security),
        ("memory", Memory), ("keyspace", Keyspace), ("logging", Logging), ("monitoring", Monitoring),
    ];
}
