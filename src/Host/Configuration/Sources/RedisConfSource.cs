namespace CacheStorm.Host.Configuration;

/// <summary>Reads a redis.conf with what it includes into assignments, in the order in which Redis would apply them.</summary>
internal sealed class RedisConfSource(List<ConfigProblem> problems, List<string> warnings)
{
    private const int DeepestInclude = 16;

    private readonly List<Assignment> _assignments = [];

    public static IReadOnlyList<Assignment> Read(
        string source, string text, List<ConfigProblem> problems, List<string> warnings)
    {
        var reader = new RedisConfSource(problems, warnings);
        reader.ReadText(source, text, depth: 0);
        return reader._assignments;
    }

    private void ReadText(string source, string text, int depth)
    {
        int number = 0;
        foreach (string row in text.Split('\n'))
        {
            number++;
            string line = row.Trim(' ', '\t', '\r', '\n');
            if (line.Length == 0 || line[0] == '#')
                continue;

            var origin = new ConfigOrigin(source, number);
            if (!RedisConfLine.TrySplit(line, out List<string> words))
                problems.Add(new(origin.ToString(), "a quote is not closed, or something follows it without a space"));
            else
                ReadLine(words[0].ToLowerInvariant(), words[1..], origin, depth);
        }
    }

    private void ReadLine(string directive, List<string> words, ConfigOrigin origin, int depth)
    {
        switch (directive)
        {
            case "include":
                foreach (string pattern in words)
                    Include(pattern, origin, depth);
                break;

            case "rename-command":
                // To go on without it would offer a command that somebody meant to hide.
                problems.Add(new(origin.ToString(),
                    $"rename-command {words.FirstOrDefault()}: commands can't be renamed or hidden; remove the line"));
                break;

            case "loadmodule":
                warnings.Add($"{origin}: loadmodule {words.FirstOrDefault()}: modules of Redis can't be loaded, the line is ignored");
                break;

            case "user":
                warnings.Add($"{origin}: user {words.FirstOrDefault()}: has no effect without the auth plugin, clients are not restricted");
                break;

            default:
                _assignments.Add(new(AssignmentKind.Directive, directive, words, origin));
                break;
        }
    }

    private void Include(string pattern, ConfigOrigin origin, int depth)
    {
        if (depth == DeepestInclude)
        {
            problems.Add(new(origin.ToString(), $"include {pattern}: more than {DeepestInclude} files include one another"));
            return;
        }

        IReadOnlyList<string> paths = Expand(pattern);
        if (paths.Count == 0 && !ConfigGlob.HasWildcards(pattern))
            problems.Add(new(origin.ToString(), $"include {pattern}: the file does not exist"));
        foreach (string path in paths)
        {
            try
            {
                ReadText(path, File.ReadAllText(path), depth + 1);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                problems.Add(new(origin.ToString(), $"include {path}: can't be read: {failure.Message}"));
            }
        }
    }

    /// <summary>Relative to the working directory, as Redis has it; wildcards in the file's name.</summary>
    private static IReadOnlyList<string> Expand(string pattern)
    {
        if (!ConfigGlob.HasWildcards(pattern))
            return File.Exists(pattern) ? [pattern] : [];

        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } named ? named : ".";
        string file = Path.GetFileName(pattern);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder).Where(path => ConfigGlob.IsMatch(file, Path.GetFileName(path))).Order(StringComparer.Ordinal)];
    }
}
