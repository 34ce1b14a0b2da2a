using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary><c>yes</c> or <c>no</c>; its value is a <see cref="bool"/>.</summary>
public sealed class BooleanFormat : ConfigFormat
{
    /// <summary>The one instance that everybody can share.</summary>
    public static BooleanFormat Instance { get; } = new();

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Boolean;

    /// <inheritdoc/>
    public override string Allowed => "yes, no";

    /// <inheritdoc/>
    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        value = text.Equals("yes", StringComparison.OrdinalIgnoreCase) ? true
            : text.Equals("no", StringComparison.OrdinalIgnoreCase) ? false
            : null;
        if (value is not null)
            return true;

        error = "argument must be 'yes' or 'no'";
        return false;
    }

    /// <inheritdoc/>
    public override string Write(object value) => (bool)value ? "yes" : "no";

    /// <inheritdoc/>
    public override string FromYaml(string scalar) => scalar.ToLowerInvariant() switch
    {
        "true" or "on" => "yes",
        "false" or "off" => "no",
        _ => scalar,
    };
}
