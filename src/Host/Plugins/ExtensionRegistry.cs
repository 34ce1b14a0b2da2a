using System.Collections.Concurrent;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// All living contributions and exported services of all plugins, by the contract's type. Changed by the
/// <see cref="PluginLoader"/> under one lock; readers get snapshots without one.
/// </summary>
internal sealed class ExtensionRegistry
{
    private readonly Lock _lock = new();
    private readonly List<(string PluginId, IReadOnlyList<object> Contributions)> _plugins = [];
    private readonly Dictionary<Type, (string PluginId, object Service)> _exports = [];
    private readonly ConcurrentDictionary<Type, ExtensionSlot> _slots = new();

    /// <summary>Called after each change, outside any call of a plugin: whoever keeps arrays of extensions makes them anew.</summary>
    public event Action? Changed;

    /// <summary>All contributions of one kind, in load order. A snapshot.</summary>
    public IReadOnlyList<T> All<T>() where T : class => Slot<T>().All;

    /// <summary>An exported service, or null.</summary>
    public T? Import<T>() where T : class => Slot<T>().Import;

    /// <summary>The place where a kind's snapshot stands, for readers that look often.</summary>
    public ExtensionSlot<T> Slot<T>() where T : class
    {
        if (_slots.TryGetValue(typeof(T), out ExtensionSlot? slot))
            return (ExtensionSlot<T>)slot;
        lock (_lock)
        {
            var made = new ExtensionSlot<T>();
            Fill(made);
            return (ExtensionSlot<T>)_slots.GetOrAdd(typeof(T), made);
        }
    }

    /// <summary>Says which plugin exports a service already; null: none.</summary>
    public string? ExporterOf(Type service)
    {
        lock (_lock)
            return _exports.TryGetValue(service, out var export) ? export.PluginId : null;
    }

    /// <summary>Publishes what a plugin contributes and exports.</summary>
    public void Add(string pluginId, IReadOnlyList<object> contributions, IReadOnlyList<(Type Type, object Service)> exports)
    {
        lock (_lock)
        {
            _plugins.Add((pluginId, contributions));
            foreach ((Type type, object service) in exports)
                _exports[type] = (pluginId, service);
            Refresh();
        }

        Changed?.Invoke();
    }

    /// <summary>Publishes what a new build of a plugin contributes and exports, in the place of the old one's.</summary>
    public void Replace(string pluginId, IReadOnlyList<object> contributions, IReadOnlyList<(Type Type, object Service)> exports)
    {
        lock (_lock)
        {
            int position = _plugins.FindIndex(p => p.PluginId == pluginId);
            _plugins[position] = (pluginId, contributions);
            foreach (Type type in _exports.Where(e => e.Value.PluginId == pluginId).Select(e => e.Key).ToArray())
                _exports.Remove(type);
            foreach ((Type type, object service) in exports)
                _exports[type] = (pluginId, service);
            Refresh();
        }

        Changed?.Invoke();
    }

    /// <summary>Takes everything of a plugin away.</summary>
    public void Remove(string pluginId)
    {
        lock (_lock)
        {
            _plugins.RemoveAll(p => p.PluginId == pluginId);
            foreach (Type type in _exports.Where(e => e.Value.PluginId == pluginId).Select(e => e.Key).ToArray())
                _exports.Remove(type);
            Refresh();
        }

        Changed?.Invoke();
    }

    private void Refresh()
    {
        foreach (ExtensionSlot slot in _slots.Values)
            Fill(slot);
    }

    private void Fill(ExtensionSlot slot) => slot.Fill(
        _plugins.SelectMany(p => p.Contributions),
        _exports.TryGetValue(slot.Kind, out var export) ? export.Service : null);
}

/// <summary>The snapshot of one kind; see <see cref="ExtensionSlot{T}"/>.</summary>
internal abstract class ExtensionSlot
{
    public abstract Type Kind { get; }
    public abstract void Fill(IEnumerable<object> contributions, object? export);
}

/// <summary>The snapshot of one kind. Written under the registry's lock, read by anyone.</summary>
internal sealed class ExtensionSlot<T> : ExtensionSlot where T : class
{
    private volatile T[] _all = [];
    private volatile T? _import;

    public override Type Kind => typeof(T);

    /// <summary>The contributions in load order; an array that is never changed.</summary>
    public T[] All => _all;

    /// <summary>The exported service, or null.</summary>
    public T? Import => _import;

    public override void Fill(IEnumerable<object> contributions, object? export)
    {
        _all = [.. contributions.OfType<T>()];
        _import = export as T;
    }
}

/// <summary>What a plugin reads all extensions of a kind by.</summary>
internal sealed class Extensions<T>(ExtensionRegistry registry) : IExtensions<T> where T : class
{
    private readonly ExtensionSlot<T> _slot = registry.Slot<T>();

    public IReadOnlyList<T> All => _slot.All;
}

/// <summary>What a plugin reads an exported service by.</summary>
internal sealed class Import<T>(ExtensionRegistry registry) : IImport<T> where T : class
{
    private readonly ExtensionSlot<T> _slot = registry.Slot<T>();

    public T? Value => _slot.Import;
}
