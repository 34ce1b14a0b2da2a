using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Configuration;

/// <summary>Versions of TLS, separated by spaces; its value is the text.</summary>
internal sealed class TlsProtocolsFormat : ConfigFormat
{
    private static readonly string[] s_versions = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

    public override ConfigKind Kind => ConfigKind.List;

    public override string Allowed => "TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, several separated by spaces";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        bool valid = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(version => s_versions.Contains(version, StringComparer.OrdinalIgnoreCase));
        value = valid ? text : null;
        error = valid ? null : "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'.";
        return valid;
    }

    public override string Write(object value) => (string)value;
}
