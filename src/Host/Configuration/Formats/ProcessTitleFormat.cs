using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Configuration;

/// <summary>A text with variables in braces, each of which must be known.</summary>
internal sealed class ProcessTitleFormat : ConfigFormat
{
    private static readonly string[] s_variables =
        ["title", "listen-addr", "server-mode", "port", "tls-port", "unixsocket", "config-file"];

    public override ConfigKind Kind => ConfigKind.Text;

    public override string Allowed => "text with {title}, {listen-addr}, {server-mode}, {port}, {tls-port}, {unixsocket}, {config-file}";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        bool valid = IsValid(text);
        value = valid ? text : null;
        error = valid ? null : "template format is invalid or contains unknown variables";
        return valid;
    }

    public override string Write(object value) => (string)value;

    private static bool IsValid(ReadOnlySpan<char> text)
    {
        for (int open; (open = text.IndexOf('{')) >= 0;)
        {
            int close = text[open..].IndexOf('}');
            if (close < 0 || !s_variables.Contains(text.Slice(open + 1, close - 1).ToString()))
                return false;
            text = text[(open + close + 1)..];
        }

        return true;
    }
}
