using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>Words separated by spaces; its value is an array of <see cref="string"/> that nobody changes.</summary>
public sealed class ListFormat : ConfigFormat
{
    /// <summary>What the words mean, for tables and messages.</summary>
    public string Meaning { get; init; } = "words separated by spaces";

    /// <summary>How many words are allowed at most.</summary>
    public int MaxCount { get; init; } = int.MaxValue;

    /// <summary>What CONFIG SET answers to too many words.</summary>
    public string TooMany { get; init; } = "wrong number of arguments";

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.List;

    /// <inheritdoc/>
    public override string Allowed => MaxCount == int.MaxValue ? Meaning : $"{Meaning}, at most {MaxCount}";

    /// <inheritdoc/>
    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        error = words.Length > MaxCount ? TooMany : null;
        value = error is null ? words : null;
        return error is null;
    }

    /// <inheritdoc/>
    public override string Write(object value) => string.Join(' ', (string[])value);
}
