namespace CacheStorm.Host.Configuration;

/// <summary>
/// The file that the server was started with: YAML, or a redis.conf, told by its name or by what stands in it.
/// Rewriting it is guarded by the registry's lock.
/// </summary>
internal sealed class ConfigFile
{
    private const string StandardInput = "-";

    private readonly bool _isYaml;

    private ConfigFile(string? path, bool isYaml)
    {
        Path = path;
        _isYaml = isYaml;
    }

    /// <summary>The full path; null for what came by standard input.</summary>
    public string? Path { get; }

    public static ConfigFile? Read(
        string path, TextReader standardInput, List<Assignment> assignments, List<ConfigProblem> problems, List<string> warnings)
    {
        if (ReadText(path, standardInput, problems) is not { } text)
            return null;

        bool isYaml = IsYaml(path, text);
        string source = path == StandardInput ? "standard input" : path;
        if (text.IndexOf('\0') is var zero and >= 0)
        {
            problems.Add(new($"{source}:{text.AsSpan(0, zero).Count('\n') + 1}", "found a zero byte, allowed: text"));
            return null;
        }

        if (isYaml)
        {
            YamlDocument document = YamlDocument.Read(source, text);
            problems.AddRange(document.Problems);
            assignments.AddRange(document.Entries
                .Where(entry => entry.Words is not null)
                .Select(entry => new Assignment(AssignmentKind.Yaml, entry.Path, entry.Words!, new ConfigOrigin(source, entry.Line)) { IsList = entry.IsList, HasMappings = entry.HasMappings }));
        }
        else
        {
            assignments.AddRange(RedisConfSource.Read(source, text, problems, warnings));
        }

        return new ConfigFile(path == StandardInput ? null : System.IO.Path.GetFullPath(path), isYaml);
    }

    /// <summary>Brings the file into line with the values now.</summary>
    /// <returns>Null, or the error reply.</returns>
    public string? Rewrite(IReadOnlyList<ConfigParameter> parameters)
    {
        try
        {
            string text = File.Exists(Path) ? File.ReadAllText(Path) : "";
            AtomicFile.Write(Path!, _isYaml ? YamlRewriter.Rewrite(text, parameters) : RedisConfRewriter.Rewrite(text, parameters));
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return ConfigErrors.RewriteFailed(failure.Message);
        }
    }

    private static string? ReadText(string path, TextReader standardInput, List<ConfigProblem> problems)
    {
        if (path == StandardInput)
            return standardInput.ReadToEnd();

        try
        {
            if (Directory.Exists(path))
                problems.Add(new(path, "found a folder, allowed: a configuration file"));
            else if (!File.Exists(path))
                problems.Add(new(path, "the configuration file does not exist"));
            else
                return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(path, $"the configuration file can't be read: {failure.Message}"));
        }

        return null;
    }

    private static bool IsYaml(string path, string text)
    {
        if (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            return true;
        if (path.EndsWith(".conf", StringComparison.OrdinalIgnoreCase))
            return false;

        // A directive is a word and a space; a key is a word and a colon.
        string? first = text.Split('\n').Select(row => row.Trim()).FirstOrDefault(row => row.Length > 0 && row[0] != '#');
        return first is not null && (first.StartsWith("---", StringComparison.Ordinal) || first.Split(' ', '\t')[0].EndsWith(':'));
    }
}
