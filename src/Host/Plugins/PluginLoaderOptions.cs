namespace CacheStorm.Host.Plugins;

/// <summary>Where plugins come from and how long they may take.</summary>
internal sealed record PluginLoaderOptions
{
    /// <summary>The manifest's full path.</summary>
    public required string ManifestPath { get; init; }
    /// <summary>Making and starting one plugin.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>Draining or stopping one plugin.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);
    /// <summary>How long commands and jobs that run may take to end when a plugin is exchanged.</summary>
    public TimeSpan StandstillLimit { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Our version of the contract.</summary>
    public Version Contract { get; init; } = typeof(CommandContext).Assembly.GetName().Version!;
}

/// <summary>The server can't start with these plugins: the manifest is strict and one was refused, or settings are wrong; the message says what, a line each.</summary>
internal sealed class PluginStartException(string message) : Exception(message);
