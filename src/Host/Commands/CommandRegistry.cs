using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CacheStorm.Host.Commands;

/// <summary>
/// Holds what each plugin registered and publishes a <see cref="CommandTable"/> made of it. Changes are made under one lock, one
/// plugin at a time and whole; readers take <see cref="Current"/> without a lock.
/// </summary>
internal sealed class CommandRegistry : ICommandTable
{
    private readonly Lock _lock = new();
    private readonly List<PluginCommands> _plugins = [];
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private Dictionary<string, CommandEntry> _entries = new(StringComparer.Ordinal);
    private volatile CommandTable _current = CommandTable.Empty;

    /// <summary>The commands now.</summary>
    public CommandTable Current => _current;

    /// <summary>
    /// Called with each new table before it is published, under the registry's lock: the place to fill
    /// <see cref="CommandEntry.Interceptors"/> and <see cref="CommandEntry.HostData"/>, and to grow arrays by ordinal.
    /// </summary>
    public Action<CommandTable>? Preparing { get; set; }

    /// <inheritdoc/>
    public IReadOnlyCollection<CommandInfo> Commands => _current.TopLevel;

    /// <summary>Adds a plugin's commands, all or none.</summary>
    /// <exception cref="CommandDeclarationException">A name is taken; the message names both plugins.</exception>
    public void Register(string pluginId, IReadOnlyList<CommandInfo> commands) => Add(pluginId, commands, replace: false);

    /// <summary>Adds a plugin's commands in place of those that it registered before; the old ones stay when it fails.</summary>
    /// <exception cref="CommandDeclarationException">A name is taken by another plugin.</exception>
    public void RegisterOrReplace(string pluginId, IReadOnlyList<CommandInfo> commands) => Add(pluginId, commands, replace: true);

    /// <summary>Takes a plugin's commands away. Calls that run finish; see the dispatcher for waiting until they have.</summary>
    public void Remove(string pluginId)
    {
        lock (_lock)
        {
            if (_plugins.RemoveAll(p => p.Id == pluginId) > 0)
                Publish();
        }
    }

    /// <summary>Says what would keep a plugin's commands from being registered; null: nothing.</summary>
    public string? FindConflict(string pluginId, IReadOnlyList<CommandInfo> commands)
    {
        lock (_lock)
            return Conflict(pluginId, commands);
    }

    /// <inheritdoc/>
    public bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out CommandInfo? command)
    {
        bool found = _current.TryFindFull(name, out CommandEntry? entry);
        command = entry?.Info;
        return found;
    }

    /// <inheritdoc/>
    public bool TryResolve(ArgumentList request, [NotNullWhen(true)] out CommandInfo? command)
    {
        command = null;
        if (request.Count == 0 || _current.Resolve(request, out CommandEntry? entry) != CommandResolution.Found)
            return false;
        command = entry!.Info;
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetKeys(CommandInfo command, ArgumentList request, ICollection<KeyArgument> keys)
    {
        var indexes = new KeyIndexBuffer();
        foreach (KeySpecAttribute spec in command.KeySpecs)
        {
            indexes.Clear();
            if (!new KeyPattern(spec).Collect(request, ref indexes))
                return false;
            foreach (int index in indexes.Items)
                keys.Add(new KeyArgument(index, AccessOf(spec, request, index)));
        }

        return true;
    }

    /// <summary>What this very call does with a key, where the specification alone leaves it open.</summary>
    private static KeyAccess AccessOf(KeySpecAttribute spec, ArgumentList request, int key)
    {
        if (spec.AccessWords.Length == 0)
            return spec.Access;
        foreach (string word in spec.AccessWords.Split(' '))
        {
            for (int i = key + spec.AccessWordsFrom; i < request.Count; i++)
            {
                if (Ascii.EqualsIgnoreCase(request[i], word))
                    return spec.Access & ~KeyAccess.VariableFlags;
            }
        }

        return spec.AccessWithoutWords;
    }

    private void Add(string pluginId, IReadOnlyList<CommandInfo> commands, bool replace)
    {
        lock (_lock)
        {
            int position = _plugins.FindIndex(p => p.Id == pluginId);
            if (position >= 0 && !replace)
                throw new CommandDeclarationException($"the commands of plugin {pluginId} are registered already");
            if (Conflict(pluginId, commands) is { } conflict)
                throw new CommandDeclarationException(conflict);

            var plugin = new PluginCommands(pluginId, commands);
            if (position >= 0)
                _plugins[position] = plugin;
            else
                _plugins.Add(plugin);
            Publish();
        }
    }

    private string? Conflict(string pluginId, IReadOnlyList<CommandInfo> commands)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (CommandInfo command in commands)
        {
            if (!command.IsContainer && !own.Add(command.Name))
                return $"plugin {pluginId} declares {command.Name} twice";
        }

        foreach (PluginCommands other in _plugins)
        {
            if (other.Id == pluginId)
                continue;
            foreach (CommandInfo command in other.Commands)
            {
                // Containers are shared: the first declaration stands, subcommands come from anywhere.
                if (!command.IsContainer && own.Contains(command.Name))
                    return $"command {command.Name} of plugin {pluginId} is taken by plugin {other.Id}; disable one of them in plugins.json";
            }
        }

        return null;
    }

    private void Publish()
    {
        var topLevel = new Dictionary<string, CommandInfo>(StringComparer.Ordinal);
        var families = new Dictionary<string, List<CommandInfo>>(StringComparer.Ordinal);
        foreach (PluginCommands plugin in _plugins)
        {
            foreach (CommandInfo command in plugin.Commands)
                Place(command, topLevel, families);
        }

        var entries = new Dictionary<string, CommandEntry>(StringComparer.Ordinal);
        var all = new List<CommandEntry>();
        foreach ((string container, List<CommandInfo> family) in families)
        {
            // Kept from the last table when nobody declares it, so that a container keeps its identity.
            if (!topLevel.ContainsKey(container))
                topLevel[container] = Undeclared(container, family);
        }

        foreach ((string name, CommandInfo info) in topLevel)
        {
            families.TryGetValue(name, out List<CommandInfo>? family);
            entries[name] = EntryOf(info, family, all);
        }

        var table = new CommandTable(entries, [.. all], _ordinals.Count);
        Preparing?.Invoke(table);
        _entries = all.ToDictionary(e => e.Info.Name, StringComparer.Ordinal);
        foreach (CommandEntry entry in entries.Values)
        {
            if (entry.Subcommands is not null)
                entry.Info.Subcommands = [.. families[entry.Info.Name]];
        }

        _current = table;
    }

    private static void Place(CommandInfo command, Dictionary<string, CommandInfo> topLevel, Dictionary<string, List<CommandInfo>> families)
    {
        if (command.Container is { } container)
        {
            if (!families.TryGetValue(container, out List<CommandInfo>? family))
                families[container] = family = [];
            family.Add(command);
        }
        else if (!command.IsContainer)
        {
            // A container that does something when called alone (COMMAND) is declared at its method.
            topLevel[command.Name] = command;
        }
        else
        {
            topLevel.TryAdd(command.Name, command);
        }
    }

    private CommandInfo Undeclared(string container, List<CommandInfo> family) =>
        _entries.TryGetValue(container, out CommandEntry? old) && old.Info.IsContainer && old.PluginId == family[0].PluginId
            ? old.Info
            : CommandInfoFactory.PlainContainer(family[0]);

    private CommandEntry EntryOf(CommandInfo info, List<CommandInfo>? family, List<CommandEntry> all)
    {
        CommandEntry entry;
        if (family is null)
        {
            entry = Reuse(info) ?? Carry(new CommandEntry(Number(info)));
        }
        else
        {
            var subcommands = new List<KeyValuePair<string, CommandEntry>>(family.Count);
            foreach (CommandInfo subcommand in family)
            {
                CommandEntry inner = Reuse(subcommand) ?? Carry(new CommandEntry(Number(subcommand)));
                all.Add(inner);
                subcommands.Add(new(subcommand.Name[(subcommand.Container!.Length + 1)..], inner));
            }

            entry = Carry(new CommandEntry(Number(info), new CommandNameTable(subcommands)));
        }

        all.Add(entry);
        return entry;
    }

    /// <summary>The last table's entry for the very same command, when it has no subcommands.</summary>
    private CommandEntry? Reuse(CommandInfo info) =>
        _entries.TryGetValue(info.Name, out CommandEntry? old) && old.Info == info && old.Subcommands is null ? old : null;

    private CommandEntry Carry(CommandEntry entry)
    {
        if (_entries.TryGetValue(entry.Info.Name, out CommandEntry? old))
        {
            entry.Interceptors = old.Interceptors;
            entry.HostData = old.HostData;
        }

        return entry;
    }

    /// <summary>Gives a command the number that its name has for good, so that statistics survive a reload.</summary>
    private CommandInfo Number(CommandInfo info)
    {
        if (!_ordinals.TryGetValue(info.Name, out int ordinal))
            _ordinals[info.Name] = ordinal = _ordinals.Count;
        info.Ordinal = ordinal;
        return info;
    }

    private readonly record struct PluginCommands(string Id, IReadOnlyList<CommandInfo> Commands);
}
