using System.Collections;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// Settings in variables: <c>CACHESTORM_</c> and the YAML path in capitals, every other character an underscore.
/// <c>memory.max_memory</c> is <c>CACHESTORM_MEMORY_MAX_MEMORY</c>.
/// </summary>
internal static class EnvironmentSource
{
    public const string Prefix = "CACHESTORM_";

    /// <summary>Names the configuration file; no setting.</summary>
    public const string FileVariable = Prefix + "CONFIG";

    public static string VariableOf(ConfigParameter parameter) => VariableOf(parameter.YamlPath);

    public static string VariableOf(string yamlPath) => string.Create(Prefix.Length + yamlPath.Length, yamlPath, (name, path) =>
    {
        Prefix.CopyTo(name);
        for (int i = 0; i < path.Length; i++)
            name[Prefix.Length + i] = char.IsAsciiLetterOrDigit(path[i]) ? char.ToUpperInvariant(path[i]) : '_';
    });

    public static IEnumerable<Assignment> Read(IDictionary variables)
    {
        var names = variables.Keys.Cast<string>()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name != FileVariable)
            .Order(StringComparer.Ordinal);
        foreach (string name in names)
            yield return new(AssignmentKind.Environment, name, [(string?)variables[name] ?? ""], ConfigOrigin.Environment);
    }
}
