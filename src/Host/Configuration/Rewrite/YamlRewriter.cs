using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// Rewrites a YAML file in place: a value that changed is replaced where it stands, a setting that is missing comes at
/// the end of its section, everything else stays as it was, letter by letter.
/// </summary>
internal static class YamlRewriter
{
    /// <summary>The file's text with the values now.</summary>
    /// <exception cref="InvalidDataException">The file is no longer valid YAML.</exception>
    public static string Rewrite(string text, IReadOnlyList<ConfigParameter> parameters)
    {
        YamlDocument document = YamlDocument.Read("file", text);
        if (document.Problems.Count > 0)
            throw new InvalidDataException(document.Problems[0].ToString());

        var edits = new List<(int Start, int End, string Text)>();
        var missing = new List<ConfigParameter>();
        foreach (ConfigParameter parameter in parameters)
        {
            YamlEntry? entry = document.Entries.Find(e => e.Path == parameter.YamlPath && e.Words is not null)
                ?? document.Entries.Find(e => e.Path == parameter.TookOver?.YamlPath && e.Words is not null);
            if (entry is null)
            {
                if (parameter.Text != parameter.Format.Write(parameter.DefaultValue))
                    missing.Add(parameter);
            }
            else if (ValueIn(entry, parameter) != parameter.Text)
            {
                string space = entry.Start > 0 && text[entry.Start - 1] == ':' ? " " : "";
                edits.Add((entry.Start, entry.End, space + YamlScalar.Write(parameter)));
            }
        }

        foreach (IGrouping<string, ConfigParameter> section in missing.GroupBy(p => p.YamlPath[..p.YamlPath.LastIndexOf('.')]))
        {
            edits.AddRange(document.Entries.Find(e => e.Path == section.Key && e.IsFlow) is { } flow
                ? InsertInBraces(document, flow, section)
                : Insert(document, text, section.Key, [.. section]));
        }

        return Apply(text, edits);
    }

    private static string? ValueIn(YamlEntry entry, ConfigParameter parameter)
    {
        string text = parameter.Format.FromYaml(string.Join(' ', entry.Words!));
        return parameter.Format.TryParse(text, out object? value, out _)
            ? parameter.Format.Write(parameter.Format.Merge(parameter.DefaultValue, value))
            : null;
    }

    private static IEnumerable<(int Start, int End, string Text)> InsertInBraces(
        YamlDocument document, YamlEntry flow, IEnumerable<ConfigParameter> parameters)
    {
        bool isEmpty = !document.Entries.Exists(e => e.Path.StartsWith(flow.Path + ".", StringComparison.Ordinal));
        string added = string.Join(", ", parameters.Select(p => $"{p.YamlPath[(flow.Path.Length + 1)..]}: {YamlScalar.Write(p)}"));
        yield return (flow.End - 1, flow.End - 1, isEmpty ? added : ", " + added);
    }

    private static IEnumerable<(int Start, int End, string Text)> Insert(
        YamlDocument document, string text, string section, IReadOnlyList<ConfigParameter> parameters)
    {
        // The deepest part of the path that is there; what is missing is written below its last entry.
        string parent = section;
        while (parent.Length > 0 && !document.Entries.Exists(e => e.Path.StartsWith(parent + ".", StringComparison.Ordinal)))
            parent = parent.Contains('.') ? parent[..parent.LastIndexOf('.')] : "";

        YamlEntry? last = parent.Length == 0 ? null : document.Entries.FindLast(e => e.Path.StartsWith(parent + ".", StringComparison.Ordinal));
        YamlEntry? sibling = parent.Length == 0 ? null : document.Entries.Find(e => e.Path.StartsWith(parent + ".", StringComparison.Ordinal));
        YamlEntry? empty = last is null ? document.Entries.Find(e => e.Path == section && e.Words is [""]) : null;

        int column = sibling?.Column ?? 0;
        int at = last is not null ? EndOfLine(text, last.End) : empty is not null ? EndOfLine(text, empty.End) : text.Length;
        var added = new StringBuilder();
        if (at > 0 && text[at - 1] != '\n')
            added.Append('\n');

        string rest = section[parent.Length..].TrimStart('.');
        if (empty is not null)
            column += 2;
        else
        {
            foreach (string key in KeysOf(rest))
            {
                added.Append(' ', column).Append(key).Append(":\n");
                column += 2;
            }
        }

        foreach (ConfigParameter parameter in parameters)
        {
            added.Append(' ', column).Append(parameter.YamlPath[(section.Length + 1)..]).Append(": ")
                .Append(YamlScalar.Write(parameter)).Append('\n');
        }

        yield return (at, at, added.ToString());
    }

    /// <summary>The keys of a path that is missing; a plugin's id is one key, whatever dots are in it.</summary>
    private static IEnumerable<string> KeysOf(string path)
        => path.Length == 0 ? []
            : path.StartsWith("plugins.", StringComparison.Ordinal) ? ["plugins", path["plugins.".Length..]]
            : [path];

    private static int EndOfLine(string text, int from)
    {
        int end = text.IndexOf('\n', Math.Max(from - 1, 0));
        return end < 0 ? text.Length : end + 1;
    }

    private static string Apply(string text, List<(int Start, int End, string Text)> edits)
    {
        var result = new StringBuilder(text);
        foreach ((int start, int end, string replacement) in edits.OrderByDescending(e => e.Start).ThenByDescending(e => e.End))
            result.Remove(start, end - start).Insert(start, replacement);
        return result.ToString();
    }
}
