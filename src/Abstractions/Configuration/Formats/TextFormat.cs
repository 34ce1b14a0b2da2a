using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>Free text, possibly empty; its value is a <see cref="string"/>.</summary>
public sealed class TextFormat : ConfigFormat
{
    /// <summary>Any text.</summary>
    public static TextFormat Any { get; } = new();

    /// <summary>What the text means, for tables and messages: <c>a file's path</c>.</summary>
    public string Meaning { get; init; } = "text";

    /// <summary>What is wrong with a text, in the words that CONFIG SET answers; null when nothing is.</summary>
    public Func<string, string?>? Check { get; init; }

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Text;

    /// <inheritdoc/>
    public override string Allowed => Meaning;

    /// <inheritdoc/>
    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        error = Check?.Invoke(text);
        value = error is null ? text : null;
        return error is null;
    }

    /// <inheritdoc/>
    public override string Write(object value) => (string)value;
}
