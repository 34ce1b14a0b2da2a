namespace CacheStorm.Host.Plugins;

/// <summary>What a plugin's file says about itself, read without loading it.</summary>
internal sealed record PluginIdentity
{
    public required string Id { get; init; }
    public required string Version { get; init; }
    public IReadOnlyList<string> Requires { get; init; } = [];
    public string Description { get; init; } = "";
    /// <summary>It may be exchanged while the server runs.</summary>
    public bool CanReload { get; init; } = true;
    /// <summary>The version of the contract that it was built for.</summary>
    public Version? Contract { get; init; }
    /// <summary>The file.</summary>
    public required string Path { get; init; }
}
