namespace CacheStorm.Host.Configuration;

/// <summary>
/// One CONFIG SET: all its changes are found, then stored, then applied; a failure anywhere puts everything back.
/// Lives within the registry's lock.
/// </summary>
internal sealed class ConfigTransaction(IReadOnlyDictionary<string, ConfigParameter> names, bool mayChangeProtected)
{
    private readonly List<Change> _changes = [];

    /// <summary>Runs it.</summary>
    /// <returns>Null, or the error reply.</returns>
    public string? Run(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        foreach ((string name, string text) in pairs)
        {
            if (Find(name, text) is { } error)
                return error;
        }

        return StoreAll() ?? ApplyAll();
    }

    private string? Find(string name, string text)
    {
        if (!names.TryGetValue(name, out ConfigParameter? parameter))
            return ConfigErrors.Unknown(name);
        if (parameter.IsImmutable)
            return ConfigErrors.SetFailed(name, ConfigErrors.Immutable);
        if ((parameter.Flags & ConfigFlags.Protected) != 0 && !mayChangeProtected)
            return ConfigErrors.SetFailed(name, ConfigErrors.Protected);
        if (_changes.Exists(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            return ConfigErrors.SetFailed(name, ConfigErrors.Duplicate);

        _changes.Add(new Change(name, parameter, text, parameter.Value));
        return null;
    }

    private string? StoreAll()
    {
        for (int i = 0; i < _changes.Count; i++)
        {
            Change change = _changes[i];
            if (!change.Parameter.TryRead(change.Text, out object? value, out string? error))
            {
                PutBack(i);
                return ConfigErrors.SetFailed(change.Name, error ?? "");
            }

            change.Parameter.Store(value!);
        }

        return null;
    }

    private string? ApplyAll()
    {
        var applied = new List<Func<string?>>();
        foreach (Change change in _changes.Where(c => c.Parameter.Text != c.Parameter.Format.Write(c.Before)))
        {
            foreach (Func<string?> apply in change.Parameter.Appliers)
            {
                if (applied.Contains(apply))
                    continue;

                applied.Add(apply);
                if (Call(apply) is not { } error)
                    continue;

                PutBack(_changes.Count);
                foreach (Func<string?> again in applied)
                    Call(again);
                return ConfigErrors.SetFailed(change.Name, error);
            }
        }

        return null;
    }

    private void PutBack(int count)
    {
        // Backwards: two names of one setting may both have been given.
        for (int i = count - 1; i >= 0; i--)
            _changes[i].Parameter.Store(_changes[i].Before);
    }

    /// <summary>What applies a change may be a plugin's code, which must not leave a change half done.</summary>
    private static string? Call(Func<string?> apply)
    {
        try
        {
            return apply();
        }
        catch (Exception failure)
        {
            return failure.Message.ReplaceLineEndings(" ");
        }
    }

    private sealed record Change(string Name, ConfigParameter Parameter, string Text, object Before);
}
