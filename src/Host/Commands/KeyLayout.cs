namespace CacheStorm.Host.Commands;

/// <summary>Where a command's keys stand, made from its key specifications. Immutable.</summary>
internal sealed class KeyLayout
{
    /// <summary>No keys.</summary>
    public static readonly KeyLayout None = new([]);

    private readonly KeyPattern[] _patterns;

    private KeyLayout(KeyPattern[] patterns)
    {
        _patterns = patterns;
        foreach (KeyPattern pattern in patterns)
        {
            HasUnknown |= pattern.IsUnknown;
            HasKeys |= !pattern.IsNotKey;
        }

        if (patterns is [{ IsSingle: true, IsNotKey: false } only])
            SingleKeyIndex = only.Index;
    }

    /// <summary>The argument of the only key; 0: there is none, or more than that must be looked at.</summary>
    public int SingleKeyIndex { get; }

    /// <summary>False: the command never has keys.</summary>
    public bool HasKeys { get; }

    /// <summary>True when the arguments may name keys that no specification finds.</summary>
    public bool HasUnknown { get; }

    /// <summary>The specifications, in their order.</summary>
    public ReadOnlySpan<KeyPattern> Patterns => _patterns;

    public static KeyLayout Of(IReadOnlyList<KeySpecAttribute> specs)
    {
        if (specs.Count == 0)
            return None;
        var patterns = new KeyPattern[specs.Count];
        for (int i = 0; i < patterns.Length; i++)
            patterns[i] = new KeyPattern(specs[i]);
        return new KeyLayout(patterns);
    }

    /// <summary>Adds the argument indexes of a request's keys, without allocating once the buffer has grown.</summary>
    /// <param name="request">The request, the command's name first.</param>
    /// <param name="keys">Receives them; what is in it stays.</param>
    /// <returns>
    /// False when the arguments don't fit a specification: its keys are left out, those of the others are there.
    /// The handler will answer such a call with an error.
    /// </returns>
    public bool CollectKeys(ArgumentList request, ref KeyIndexBuffer keys)
    {
        if (SingleKeyIndex > 0)
        {
            if (SingleKeyIndex >= request.Count)
                return false;
            keys.Add(SingleKeyIndex);
            return true;
        }

        bool valid = true;
        foreach (KeyPattern pattern in _patterns)
            valid &= pattern.Collect(request, ref keys);
        return valid;
    }
}
