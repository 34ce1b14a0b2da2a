namespace CacheStorm.Host.Plugins;

/// <summary>What plugins.json says: what to load, in which order, from where. Immutable.</summary>
internal sealed record PluginManifest
{
    /// <summary>The folder that holds one folder a plugin; relative to the file.</summary>
    public string Directory { get; init; } = "plugins";
    /// <summary>Folders that no entry names are loaded, too.</summary>
    public bool DropIn { get; init; } = true;
    /// <summary>
    /// The folder is looked at while the server runs: new plugins are loaded (with <see cref="DropIn"/>), and those that can be reloaded are when their files change.
    /// </summary>
    public bool Watch { get; init; }
    /// <summary>Folders that plugins may come from; null: while the server runs from <see cref="Directory"/> only, at start from wherever an entry says.</summary>
    public IReadOnlyList<string>? Allow { get; init; }
    /// <summary>The server does not start when a plugin is refused.</summary>
    public bool Strict { get; init; }
    /// <summary>The plugins in load order.</summary>
    public IReadOnlyList<PluginManifestEntry> Plugins { get; init; } = [];
    /// <summary>The file it came from, for messages; empty when there is none.</summary>
    public string File { get; init; } = "";
}

/// <summary>One plugin of <see cref="PluginManifest"/>.</summary>
internal sealed record PluginManifestEntry
{
    /// <summary>The plugin's id.</summary>
    public required string Id { get; init; }
    /// <summary>Its assembly, relative to the file; null: looked for in the plugin folder.</summary>
    public string? Path { get; init; }
    /// <summary>False: not loaded.</summary>
    public bool Enabled { get; init; } = true;
    /// <summary>Loaded so that it can be taken out and replaced while the server runs.</summary>
    public bool Reload { get; init; }
    /// <summary>The assembly's SHA-256 in hexadecimal; null: not checked.</summary>
    public string? Sha256 { get; init; }
    /// <summary>Where the entry stands, for messages: <c>plugins.json:7</c>.</summary>
    public string Origin { get; init; } = "";
}

/// <summary>plugins.json is wrong; the message names file, line, what was found and what is allowed.</summary>
internal sealed class PluginManifestException(string message) : Exception(message);
