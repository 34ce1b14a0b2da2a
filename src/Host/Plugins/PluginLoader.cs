using System.Diagnostics;
using CacheStorm.Host.Commands;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Brings the plugins of a manifest to life, one after the other, and ends them in reverse order. A plugin that can't be had is refused
/// with one line that names it, the cause and a cure; the others start without it. While the server runs plugins are loaded, exchanged and
/// unloaded. One call at a time has its turn; nothing else guards the lists.
/// </summary>
/// <remarks>
/// The way of one plugin: find → check identity, contract, digest, needs → load → configure services → settings → make contributions →
/// start → register commands → publish contributions. Nothing is visible to clients or other plugins before the last two.
/// </remarks>
internal sealed partial class PluginLoader(PluginLoaderOptions options, HostServices hostServices, CommandRegistry commands,
    ExtensionRegistry extensions, PluginCatalog catalog, IPluginSettingsBinder? settings, ILogger log)
{
    private readonly List<LoadedPlugin> _running = [];
    private readonly List<IContributionReceiver> _receivers = [];
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isStopping;

    /// <summary>The running plugins, in load order.</summary>
    public IReadOnlyList<LoadedPlugin> Running => _running;

    /// <summary>Has a part of the host take contributions in. Before <see cref="StartAsync"/>.</summary>
    public void AddReceiver(IContributionReceiver receiver) => _receivers.Add(receiver);

    /// <summary>Loads and starts all plugins.</summary>
    /// <exception cref="PluginManifestException">The manifest is wrong.</exception>
    /// <exception cref="PluginStartException">It is strict and a plugin was refused, or a plugin's settings are wrong.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        PluginManifest manifest = PluginManifestReader.Load(options.ManifestPath);
        string baseDirectory = Path.GetDirectoryName(Path.GetFullPath(options.ManifestPath))!;
        var refusals = new List<string>();
        List<PluginCandidate> found = PluginOrder.Sort(PluginDiscovery.Find(manifest, baseDirectory, options.Contract));
        long start = Stopwatch.GetTimestamp();
        foreach (PluginCandidate candidate in found)
        {
            cancellation.ThrowIfCancellationRequested();
            if (candidate.Disabled)
            {
                catalog.Set(InfoOf(candidate, PluginState.Disabled));
                continue;
            }

            long began = Stopwatch.GetTimestamp();
            string? refusal = candidate.Refusal ?? PluginOrder.MissingNeed(candidate, catalog.StateOf);
            try
            {
                refusal ??= await StartAsync(candidate, cancellation).ConfigureAwait(false);
            }
            catch (PluginSettingsException e)
            {
                // A wrong value is the user's to mend, wherever it stands: the server does not start with half of what was asked for.
                await StopAsync(cancellation).ConfigureAwait(false);
                throw new PluginStartException(e.Message);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(began);
            if (refusal is null)
            {
                catalog.Set(InfoOf(_running[^1], took));
                continue;
            }

            catalog.Set(InfoOf(candidate, PluginState.Failed) with { Error = refusal, LoadTime = took });
            LogRefused(log, candidate.Id, refusal);
            refusals.Add($"plugin {candidate.Id} is left out: {refusal}");
        }

        if (log.IsEnabled(LogLevel.Information))
            LogTable(log, PluginTable.Of(catalog.Plugins, Stopwatch.GetElapsedTime(start)));
        if (!manifest.Strict || refusals.Count == 0)
            return;
        await StopAsync(cancellation).ConfigureAwait(false);
        throw new PluginStartException(string.Join(Environment.NewLine, refusals));
    }

    /// <summary>Tells all plugins that no new calls come, the last one first.</summary>
    public async Task DrainAsync(CancellationToken cancellation = default)
    {
        for (int i = _running.Count - 1; i >= 0; i--)
            await WithinAsync(_running[i], "drain", _running[i].DrainAsync, cancellation).ConfigureAwait(false);
    }

    /// <summary>Stops all plugins, the last one first. Nothing of them runs any more when it is called.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        _isStopping = true;
        // A change under way ends first, or is left behind.
        bool hasTurn = await _turn.WaitAsync(options.StartLimit, CancellationToken.None).ConfigureAwait(false);
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            LoadedPlugin plugin = _running[i];
            _running.RemoveAt(i);
            extensions.Remove(plugin.Id);
            commands.Remove(plugin.Id);
            foreach (IContributionReceiver receiver in _receivers)
                receiver.Remove(plugin.Id);
            await WithinAsync(plugin, "stop", plugin.StopAsync, cancellation).ConfigureAwait(false);
            await WithinAsync(plugin, "dispose", _ => plugin.DisposeAsync(), cancellation).ConfigureAwait(false);
            settings?.Unbind(plugin.Id);
            catalog.SetStopped(plugin.Id);
        }

        if (hasTurn)
            _turn.Release();
    }

    private string? Publish(LoadedPlugin plugin)
    {
        for (int i = 0; i < _receivers.Count; i++)
        {
            if (_receivers[i].Add(plugin.Id, plugin.Parts.Contributions) is { } refusal)
            {
                while (--i >= 0)
                    _receivers[i].Remove(plugin.Id);
                return refusal;
            }
        }

        try
        {
            commands.Register(plugin.Id, plugin.Parts.Commands);
        }
        catch (CommandDeclarationException e)
        {
            foreach (IContributionReceiver receiver in _receivers)
                receiver.Remove(plugin.Id);
            return e.Message;
        }

        _running.Add(plugin);
        extensions.Add(plugin.Id, plugin.Parts.Contributions, plugin.Parts.Exports);
        return null;
    }

    private async Task<string> GiveUpAsync(LoadedPlugin plugin, string refusal)
    {
        await WithinAsync(plugin, "stop", plugin.StopAsync, CancellationToken.None).ConfigureAwait(false);
        await WithinAsync(plugin, "dispose", _ => plugin.DisposeAsync(), CancellationToken.None).ConfigureAwait(false);
        settings?.Unbind(plugin.Id);
        return refusal;
    }

    private async Task WithinAsync(LoadedPlugin plugin, string what, Func<CancellationToken, ValueTask> step, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.StopLimit);
        try
        {
            await Task.Run(() => step(limit.Token).AsTask(), CancellationToken.None)
                .WaitAsync(options.StopLimit, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogStepFailed(log, plugin.Id, what, Describe(e));
        }
    }

    private static PluginInfo InfoOf(LoadedPlugin plugin, TimeSpan took) => InfoOf(plugin.Candidate, PluginState.Running) with
    {
        LoadTime = took,
        Commands = [.. plugin.Parts.Commands.Where(c => !c.IsContainer).Select(c => c.FullName)],
    };

    private static PluginInfo InfoOf(PluginCandidate candidate, PluginState state) => new()
    {
        Id = candidate.Id,
        Version = candidate.Identity?.Version ?? "",
        Description = candidate.Identity?.Description ?? "",
        ContractVersion = candidate.Identity?.Contract?.ToString(3) ?? "",
        Path = candidate.Path,
        State = state,
        LoadedAt = DateTimeOffset.UtcNow,
        Requires = candidate.Requires,
        CanReload = candidate.Reload,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Plugins}")]
    private static partial void LogTable(ILogger logger, string plugins);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} is left out: {Refusal}")]
    private static partial void LogRefused(ILogger logger, string plugin, string refusal);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} failed to {Step}: {Problem}")]
    private static partial void LogStepFailed(ILogger logger, string plugin, string step, string problem);
}

/// <summary>A plugin's settings are wrong; the message holds the problems, one a line.</summary>
internal sealed class PluginSettingsException(string message) : Exception(message);

/// <summary>A plugin can't be taken; the message is the refusal.</summary>
internal sealed class PluginRefusedException(string message) : Exception(message);
