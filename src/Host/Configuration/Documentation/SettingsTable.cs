using System.Text;

namespace CacheStorm.Host.Configuration;

/// <summary>Writes the tables of <c>docs/configuration.md</c>, and puts them between its two marks.</summary>
internal static class SettingsTable
{
    public const string Begin = "<!-- generated from the declarations: begin -->";
    public const string End = "<!-- generated from the declarations: end -->";

    /// <summary>The document with its tables brought up to date.</summary>
    public static string Refresh(string document, IReadOnlyList<ConfigParameter> parameters)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        int end = document.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidDataException("The document lacks the marks around its tables.");
        return document[..(begin + Begin.Length)] + "\n" + Write(parameters) + document[end..];
    }

    private static string Write(IReadOnlyList<ConfigParameter> parameters)
    {
        var text = new StringBuilder();
        foreach (var section in parameters.GroupBy(p => p.YamlPath.Split('.')[0]))
        {
            text.Append($"\n### {section.Key}\n\n");
            text.Append("| YAML path | Redis name | What it does | Default | Allowed | Run time |\n");
            text.Append("|---|---|---|---|---|---|\n");
            foreach (ConfigParameter parameter in section)
                Write(text, parameter);
        }

        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, ConfigParameter parameter)
    {
        string names = string.Join(", ", parameter.Aliases.Prepend(parameter.Name).Select(n => $"`{n}`"));
        string summary = parameter.Inert is null ? parameter.Summary : $"{parameter.Summary} *No effect {parameter.Inert}.*";
        string unit = parameter.Unit is null || parameter.Format.Kind == ConfigKind.MemorySize ? "" : $", {parameter.Unit}";
        string mutable = parameter.IsImmutable ? "no"
            : (parameter.Flags & ConfigFlags.Protected) != 0 ? "protected" : "yes";
        text.Append($"| `{parameter.YamlPath}` | {names} | {Cell(summary)} ");
        text.Append($"| `{Cell(YamlScalar.Write(parameter.Format, parameter.DefaultValue))}` | {Cell(parameter.Format.Allowed + unit)} | {mutable} |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|");
}
