using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>
/// How a setting's value is read and written: the grammar of one kind of value, without a value of its own.
/// A format keeps no state that changes (but see <see cref="ChoiceFormat.Add"/>) and may be shared.
/// </summary>
public abstract class ConfigFormat
{
    /// <summary>What the values are.</summary>
    public abstract ConfigKind Kind { get; }

    /// <summary>The values allowed, in words for an error message or a table: <c>0–65535</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="text">The value as a client, a redis.conf or a command line gives it.</param>
    /// <param name="value">The value: a <see cref="long"/>, <see cref="bool"/>, <see cref="string"/>, an array of
    /// strings, or an immutable object of a format's own.</param>
    /// <param name="error">What is wrong, in the words that CONFIG SET answers.</param>
    public abstract bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error);

    /// <summary>The value as CONFIG GET answers it.</summary>
    public abstract string Write(object value);

    /// <summary>
    /// The value as the arguments of redis.conf lines, one string a line, unquoted; most formats need one line.
    /// </summary>
    public virtual IReadOnlyList<string> WriteLines(object value) => [Write(value)];

    /// <summary>What a setting starts from, where <see cref="Merge"/> needs something to merge with.</summary>
    public virtual object? Initial => null;

    /// <summary>Translates what is usual in YAML but not in Redis, such as <c>true</c> for <c>yes</c>.</summary>
    public virtual string FromYaml(string scalar) => scalar;

    /// <summary>The value after <paramref name="parsed"/> was set over <paramref name="current"/>; formats whose
    /// values can be set in part override it, and what they parse need not be a value before it was merged.</summary>
    public virtual object Merge(object current, object parsed) => parsed;
}
