namespace CacheStorm.Host.Configuration;

/// <summary>Where a value came from: a file with its line, the environment, the command line.</summary>
internal sealed record ConfigOrigin(string Source, int Line = 0)
{
    public static ConfigOrigin CommandLine { get; } = new("command line");

    public static ConfigOrigin Environment { get; } = new("environment");

    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}";
}
