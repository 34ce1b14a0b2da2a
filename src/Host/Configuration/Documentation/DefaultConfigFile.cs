using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// Writes the commented <c>config.yaml</c> that comes with the server: every setting of the host with what it does,
/// what it allows and its default.
/// </summary>
internal static class DefaultConfigFile
{
    private const int Width = 110;

    private static readonly Dictionary<string, string> s_sections = new()
    {
        ["server"] = "Listening, connections and the process.",
        ["tls"] = "Encrypted connections.",
        ["limits"] = "What a client may ask for.",
        ["security"] = "Who may do what.",
        ["memory"] = "The memory limit and how it is kept.",
        ["keyspace"] = "Background work on keys, and what is told about it.",
        ["logging"] = "The log.",
        ["monitoring"] = "What the server measures about itself.",
        [InertDirectives.Section] =
            "Redis' settings for which a plugin is needed, or which mean nothing here. They are checked, kept and "
            + "answered by CONFIG GET, and have no effect until a plugin takes them over.",
    };

    public static string Write(IReadOnlyList<ConfigParameter> parameters)
    {
        var text = new StringBuilder("""
            # CacheStorm's settings, all at their defaults. Start with: cachestorm -config config.yaml
            #
            # Any of them can be left out. A variable such as CACHESTORM_SERVER_PORT overrides this file, an option such
            # as --port or --server.port overrides both. In brackets: the name for CONFIG GET and CONFIG SET; "fixed" is
            # what can't be changed while the server runs. Sizes take a unit: 100kb, 100mb, 2gb (1024s) or 2g (1000s).

            """);
        foreach (var section in parameters.GroupBy(p => p.YamlPath.Split('.')[0]))
        {
            text.Append('\n');
            Comment(text, 0, s_sections[section.Key]);
            text.Append(section.Key).Append(":\n");
            foreach (ConfigParameter parameter in section)
                Write(text, parameter);
        }

        text.Append("""

            # A section for each plugin, by its id, with the settings that its README lists.
            plugins:

            """);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ConfigParameter parameter)
    {
        Comment(text, 2, $"[{parameter.Name}] {parameter.Summary}");
        string details = $"Allowed: {parameter.Format.Allowed}";
        if (parameter.Unit is not null && parameter.Format.Kind != ConfigKind.MemorySize)
            details += $" ({parameter.Unit})";
        details += $". Default: {YamlScalar.Write(parameter.Format, parameter.DefaultValue)}.";
        if (parameter.IsImmutable)
            details += " Fixed.";
        if (parameter.Inert is not null && !parameter.YamlPath.StartsWith(InertDirectives.Section, StringComparison.Ordinal))
            details += $" No effect {parameter.Inert}.";
        Comment(text, 2, details);
        string key = parameter.YamlPath[(parameter.YamlPath.IndexOf('.') + 1)..];
        text.Append("  ").Append(key).Append(": ").Append(YamlScalar.Write(parameter.Format, parameter.DefaultValue)).Append('\n');
    }

    private static void Comment(StringBuilder text, int indent, string sentence)
    {
        int column = Width;
        foreach (string word in sentence.Split(' '))
        {
            if (column + word.Length + 1 > Width)
            {
                if (column < Width || text[^1] != '\n')
                    text.Append('\n');
                text.Append(' ', indent).Append('#');
                column = indent + 1;
            }

            text.Append(' ').Append(word);
            column += word.Length + 1;
        }

        text.Append('\n');
    }
}
