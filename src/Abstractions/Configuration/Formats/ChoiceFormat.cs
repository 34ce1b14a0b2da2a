using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>One of a set of words, in any case; its value is the word as a <see cref="string"/>.</summary>
/// <remarks>Words can be added by plugins, from any thread: the set is an immutable array that is swapped.</remarks>
public sealed class ChoiceFormat : ConfigFormat
{
    private ImmutableArray<string> _words;

    /// <summary>The words, in the order in which messages list them.</summary>
    public ChoiceFormat(params string[] words) => _words = [.. words];

    /// <summary>The words allowed now.</summary>
    public ImmutableArray<string> Words => _words;

    /// <summary>Plugins add words: one that is not known yet can't be judged before all plugins are there.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Other words for the same thing that a YAML file may use: <c>info</c> for <c>notice</c>.</summary>
    public IReadOnlyDictionary<string, string> YamlSynonyms { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public override ConfigKind Kind => ConfigKind.Choice;

    /// <inheritdoc/>
    public override string Allowed => string.Join(", ", _words);

    /// <summary>Allows another word, as a plugin does that provides one more choice.</summary>
    public void Add(string word)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        ImmutableInterlocked.Update(
            ref _words, static (words, added) => words.Contains(added) ? words : words.Add(added), word);
    }

    /// <summary>Takes a word back that was added.</summary>
    public void Remove(string word)
        => ImmutableInterlocked.Update(ref _words, static (words, gone) => words.Remove(gone), word);

    /// <inheritdoc/>
    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        foreach (string word in _words)
        {
            if (!word.Equals(text, StringComparison.OrdinalIgnoreCase))
                continue;
            value = word;
            error = null;
            return true;
        }

        value = null;
        error = "argument(s) must be one of the following: " + Allowed;
        return false;
    }

    /// <inheritdoc/>
    public override string Write(object value) => (string)value;

    /// <inheritdoc/>
    public override string FromYaml(string scalar)
    {
        if (YamlSynonyms.TryGetValue(scalar.ToLowerInvariant(), out string? word))
            return word;

        // YAML writes yes and no as true and false, too.
        string answer = BooleanFormat.Instance.FromYaml(scalar);
        return _words.Contains(answer, StringComparer.OrdinalIgnoreCase) ? answer : scalar;
    }
}
