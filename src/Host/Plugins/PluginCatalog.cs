namespace CacheStorm.Host.Plugins;

/// <summary>Numbers of one plugin's commands, as the dispatcher counts them.</summary>
internal readonly record struct PluginNumbers(long Calls, long Faults, long Microseconds);

/// <summary>The plugins that the server knows of. Written by the <see cref="PluginLoader"/>, read by anyone.</summary>
internal sealed class PluginCatalog : IPluginCatalog
{
    private readonly Lock _lock = new();
    private readonly List<PluginInfo> _plugins = [];

    /// <summary>Asks the dispatcher for a plugin's numbers; null: it has none yet.</summary>
    public Func<string, PluginNumbers>? Numbers { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<PluginInfo> Plugins
    {
        get
        {
            PluginInfo[] plugins;
            lock (_lock)
                plugins = [.. _plugins];
            if (Numbers is { } numbers)
            {
                for (int i = 0; i < plugins.Length; i++)
                {
                    PluginNumbers own = numbers(plugins[i].Id);
                    plugins[i] = plugins[i] with { Calls = own.Calls, Faults = own.Faults, Microseconds = own.Microseconds };
                }
            }

            return plugins;
        }
    }

    /// <summary>What became of a plugin; null: nobody knows it.</summary>
    public PluginState? StateOf(string id)
    {
        lock (_lock)
            return _plugins.Find(p => p.Id == id)?.State;
    }

    /// <summary>Adds a plugin, or replaces what was known of it.</summary>
    public void Set(PluginInfo plugin)
    {
        lock (_lock)
        {
            int position = _plugins.FindIndex(p => p.Id == plugin.Id);
            if (position < 0)
                _plugins.Add(plugin);
            else
                _plugins[position] = plugin;
        }
    }

    /// <summary>Changes what is known of a plugin, if anything is.</summary>
    public void Update(string id, Func<PluginInfo, PluginInfo> change)
    {
        lock (_lock)
        {
            int position = _plugins.FindIndex(p => p.Id == id);
            if (position >= 0)
                _plugins[position] = change(_plugins[position]);
        }
    }

    /// <summary>What is known of a plugin; null: nothing.</summary>
    public PluginInfo? Find(string id)
    {
        lock (_lock)
            return _plugins.Find(p => p.Id == id);
    }

    /// <summary>Notes that a plugin was stopped.</summary>
    public void SetStopped(string id) => Update(id, static plugin => plugin with { State = PluginState.Stopped, Commands = [] });
}
