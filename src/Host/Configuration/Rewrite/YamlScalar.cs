namespace CacheStorm.Host.Configuration;

/// <summary>A setting's value as it is written in YAML.</summary>
internal static class YamlScalar
{
    public static string Write(ConfigParameter parameter) => Write(parameter.Format, parameter.Value);

    public static string Write(ConfigFormat format, object value) => format.Kind switch
    {
        ConfigKind.Integer or ConfigKind.Boolean or ConfigKind.Choice => format.Write(value),
        ConfigKind.MemorySize => Quote(format.WriteLines(value)[0]),
        ConfigKind.List => Quote(format.Write(value)),
        _ => Quote(string.Join(' ', format.WriteLines(value))),
    };

    private static string Quote(string text) => text.All(char.IsAsciiDigit) && text.Length > 0
        ? text
        : $"\"{string.Concat(text.Select(Escape))}\"";

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        < ' ' => $"\\x{(int)c:x2}",
        _ => c.ToString(),
    };
}
