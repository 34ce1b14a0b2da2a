using System.Collections.Immutable;

namespace CacheStorm;

/// <summary>
/// One setting of the server or a plugin: its names, what it allows, and its value now.
/// </summary>
/// <remarks>
/// The value is an immutable object behind one reference: anyone reads it at any time without a lock. It is changed
/// only by the registry, under the registry's lock.
/// </remarks>
public sealed class ConfigParameter
{
    private volatile object _value;
    private ImmutableArray<Func<string?>> _appliers = [];

    /// <summary>Declares a setting.</summary>
    /// <param name="name">Its name for CONFIG GET and SET, as in Redis: <c>maxmemory-samples</c>.</param>
    /// <param name="format">How its value is read and written.</param>
    /// <param name="defaultText">The value when nothing sets it, in the format's grammar.</param>
    public ConfigParameter(string name, ConfigFormat format, string defaultText)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Format = format;
        DefaultText = defaultText;
        if (!format.TryParse(defaultText, out object? value, out string? error))
            throw new ArgumentException($"{name}: the default \"{defaultText}\" is not allowed: {error}", nameof(defaultText));
        DefaultValue = format.Initial is { } initial ? format.Merge(initial, value) : value;
        _value = DefaultValue;
    }

    /// <summary>The name for CONFIG GET and SET, as in Redis.</summary>
    public string Name { get; }

    /// <summary>Other names of the same setting, each answered by CONFIG GET as well.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Where it stands in the YAML file: <c>memory.max_memory</c>.</summary>
    public string YamlPath { get; init; } = "";

    /// <summary>One sentence that says what it does.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What a number counts: <c>seconds</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>What may be done with it while the server runs.</summary>
    public ConfigFlags Flags { get; init; }

    /// <summary>The plugin that declared it; null for the host's own.</summary>
    public string? Plugin { get; init; }

    /// <summary>
    /// Why the setting has no effect as long as no plugin takes it over: <c>without the persistence plugin</c>. Its
    /// value is checked, kept and answered all the same. Null when it has an effect.
    /// </summary>
    public string? Inert { get; init; }

    /// <summary>How its value is read and written.</summary>
    public ConfigFormat Format { get; }

    /// <summary>The value when nothing sets it, as text.</summary>
    public string DefaultText { get; }

    /// <summary>The value when nothing sets it.</summary>
    public object DefaultValue { get; }

    /// <summary>A check beyond the format's; returns what CONFIG SET answers, or null when all is well.</summary>
    public Func<object, string?>? Validate { get; init; }

    /// <summary>Carries each new value to where it is used, such as a property of a settings class.</summary>
    public Action<object>? Bind { get; init; }

    /// <summary>The value now, in the type that <see cref="Format"/> gives.</summary>
    public object Value => _value;

    /// <summary>The value now, as CONFIG GET answers it.</summary>
    public string Text => Format.Write(_value);

    /// <summary>May not be changed once the server has started.</summary>
    public bool IsImmutable => (Flags & ConfigFlags.Immutable) != 0;

    /// <summary>The declaration that this one took over, kept in step with it.</summary>
    internal ConfigParameter? TookOver { get; set; }

    /// <summary>What runs when the value was changed at run time; guarded by the registry's lock.</summary>
    internal ImmutableArray<Func<string?>> Appliers
        => TookOver is null ? _appliers : _appliers.AddRange(TookOver.Appliers);

    /// <summary>Reads a value and checks it, without setting it.</summary>
    internal bool TryRead(string text, out object? value, out string? error)
    {
        if (!Format.TryParse(text, out value, out error))
            return false;

        value = Format.Merge(_value, value);
        error = Validate?.Invoke(value);
        if (error is null && TookOver is not null)
            TookOver.TryRead(text, out _, out error);
        return error is null;
    }

    /// <summary>Sets the value here, where it is bound, and in what was taken over.</summary>
    internal void Store(object value)
    {
        _value = value;
        Bind?.Invoke(value);
        if (TookOver is not null && TookOver.TryRead(Format.Write(value), out object? same, out _))
            TookOver.Store(same!);
    }

    internal void AddApplier(Func<string?> apply) => _appliers = _appliers.Add(apply);

    internal void RemoveAppliers(Predicate<Func<string?>> which) => _appliers = _appliers.RemoveAll(which);

    internal void RemoveApplier(Func<string?> apply) => _appliers = _appliers.Remove(apply);
}
