using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Configuration;

/// <summary>
/// All parameters under their names: the host's from the beginning, plugins' as they come and go. Owns the set of
/// declarations and every change of a value.
/// </summary>
/// <remarks>
/// Declarations live in an immutable <see cref="Catalog"/> that is swapped, so that reads take no lock.
/// <see cref="_changing"/> guards the swap, each change of a value, the list of appliers and the file's rewriting.
/// </remarks>
internal sealed class ConfigRegistry(IReadOnlyList<ConfigParameter> parameters) : IConfigRegistry
{
    private readonly Lock _changing = new();
    private volatile Catalog _catalog = new(parameters);

    public IReadOnlyList<ConfigParameter> Parameters => _catalog.Parameters;

    /// <summary>The file that the server was started with.</summary>
    public ConfigFile? ConfigFile { get; init; }

    public string? File => ConfigFile?.Path;

    public bool TryGet(string name, [NotNullWhen(true)] out ConfigParameter? parameter)
        => _catalog.Names.TryGetValue(name, out parameter);

    /// <summary>Adds a plugin's declaration. The host's of the same name is taken over and kept in step.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public string? Declare(ConfigParameter parameter)
    {
        lock (_changing)
        {
            foreach (string name in NamesOf(parameter))
            {
                if (!_catalog.Names.TryGetValue(name, out ConfigParameter? other))
                    continue;
                if (other.Plugin is not null)
                    return $"the setting {name} is declared by {OwnerOf(other)} already";
                if (!other.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase))
                    return $"{name} is another name of the host's setting {other.Name}; declare that one to take it over";
                parameter.TookOver = other;
            }

            _catalog = new Catalog([.. _catalog.Parameters.Where(p => p != parameter.TookOver), parameter]);
            return null;
        }
    }

    /// <summary>Takes a plugin's declarations back; what they had taken over stands again.</summary>
    public void Withdraw(string plugin)
    {
        lock (_changing)
        {
            _catalog = new Catalog([.. _catalog.Parameters
                .Select(p => p.Plugin == plugin ? p.TookOver : p)
                .OfType<ConfigParameter>()]);
        }
    }

    /// <summary>Why a plugin may not declare a setting in place of its older build's; null: it may.</summary>
    public string? Obstacle(ConfigParameter parameter)
    {
        foreach (string name in NamesOf(parameter))
        {
            if (_catalog.Names.TryGetValue(name, out ConfigParameter? other) && other.Plugin is not null && other.Plugin != parameter.Plugin)
                return $"the setting {name} is declared by {OwnerOf(other)} already";
        }

        return null;
    }

    /// <summary>Puts a plugin's new declarations in the place of its old ones, and forgets what the old build wanted to hear of.</summary>
    public void Exchange(string plugin, IReadOnlyList<ConfigParameter> parameters, Func<System.Reflection.Assembly, bool> isOld)
    {
        Withdraw(plugin);
        foreach (ConfigParameter parameter in parameters)
            Declare(parameter);
        lock (_changing)
        {
            foreach (ConfigParameter parameter in _catalog.Parameters)
            {
                for (ConfigParameter? one = parameter; one is not null; one = one.TookOver)
                    one.RemoveAppliers(apply => isOld(apply.Method.Module.Assembly));
            }
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Get(IReadOnlyList<string> patterns)
    {
        Catalog catalog = _catalog;
        var found = new List<KeyValuePair<string, string>>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pattern in patterns)
        {
            if (!ConfigGlob.HasWildcards(pattern))
            {
                if (catalog.Names.TryGetValue(pattern, out ConfigParameter? parameter) && seen.Add(pattern))
                    found.Add(new(pattern, parameter.Text));
                continue;
            }

            foreach ((string name, ConfigParameter parameter) in catalog.InOrder)
            {
                // A plugin's settings answer to <plugin>.<name> too, but not twice to one pattern such as *.
                bool qualified = parameter.Plugin is not null && name.StartsWith(parameter.Plugin + ".", StringComparison.OrdinalIgnoreCase);
                if ((qualified && !pattern.Contains('.')) || (parameter.Flags & ConfigFlags.Hidden) != 0)
                    continue;
                if (ConfigGlob.IsMatch(pattern, name) && seen.Add(name))
                    found.Add(new(name, parameter.Text));
            }
        }

        return found;
    }

    public string? Set(IReadOnlyList<KeyValuePair<string, string>> changes, bool localClient)
    {
        lock (_changing)
        {
            Catalog catalog = _catalog;
            bool mayProtected = catalog.Names.TryGetValue("enable-protected-configs", out ConfigParameter? scope)
                && scope.Text is var allowed && (allowed == "yes" || (allowed == "local" && localClient));
            return new ConfigTransaction(catalog.Names, mayProtected).Run(changes);
        }
    }

    public string? Rewrite()
    {
        lock (_changing)
            return ConfigFile is null ? ConfigErrors.NoFile : ConfigFile.Rewrite(_catalog.Parameters);
    }

    public IDisposable OnApply(string name, Func<string?> apply)
    {
        lock (_changing)
        {
            if (!_catalog.Names.TryGetValue(name, out ConfigParameter? parameter))
                throw new ArgumentException($"There is no setting {name}.", nameof(name));
            parameter.AddApplier(apply);
            return new Subscription(this, parameter, apply);
        }
    }

    internal static IEnumerable<string> NamesOf(ConfigParameter parameter)
        => parameter.Plugin is null
            ? parameter.Aliases.Prepend(parameter.Name)
            : parameter.Aliases.Prepend(parameter.Name).Append($"{parameter.Plugin}.{parameter.Name}");

    private static string OwnerOf(ConfigParameter parameter)
        => parameter.Plugin is null ? "the host" : $"plugin {parameter.Plugin}";

    /// <summary>The declarations at one time. Immutable.</summary>
    private sealed class Catalog
    {
        public Catalog(IEnumerable<ConfigParameter> parameters)
        {
            Parameters = [.. parameters.OrderBy(p => p.Name, StringComparer.Ordinal)];
            Names = new Dictionary<string, ConfigParameter>(StringComparer.OrdinalIgnoreCase);
            foreach (ConfigParameter parameter in Parameters)
            {
                foreach (string name in NamesOf(parameter).Concat(parameter.TookOver?.Aliases ?? []))
                    Names.TryAdd(name, parameter);
            }

            InOrder = [.. Names.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        }

        public ConfigParameter[] Parameters { get; }

        public Dictionary<string, ConfigParameter> Names { get; }

        public KeyValuePair<string, ConfigParameter>[] InOrder { get; }
    }

    private sealed class Subscription(ConfigRegistry registry, ConfigParameter parameter, Func<string?> apply) : IDisposable
    {
        public void Dispose()
        {
            lock (registry._changing)
                parameter.RemoveApplier(apply);
        }
    }
}
