using System.Diagnostics;
using System.Reflection;
using CacheStorm.Host.Commands;
using Microsoft.Extensions.Logging;
using Isolation = McMaster.NETCore.Plugins;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Brings the plugins of a manifest to life, one after the other, and ends them in reverse order. A plugin that can't be had is refused
/// with one line that names it, the cause and a cure; the others start without it. Used by the host's start and stop, one call at a time.
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
        foreach (PluginCandidate candidate in PluginOrder.Sort(PluginDiscovery.Find(manifest, baseDirectory, options.Contract)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (candidate.Disabled)
            {
                catalog.Set(InfoOf(candidate, PluginState.Disabled));
                continue;
            }

            long began = Stopwatch.GetTimestamp();
            string? refusal = candidate.Refusal ?? PluginOrder.MissingNeed(candidate, catalog.StateOf)
                ?? await StartAsync(candidate, cancellation).ConfigureAwait(false);
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            if (refusal is null)
            {
                catalog.Set(InfoOf(candidate, PluginState.Running) with
                {
                    LoadTime = took,
                    Commands = [.. _running[^1].Parts.Commands.Where(c => !c.IsContainer).Select(c => c.FullName)],
                });
                LogStarted(log, candidate.Id, candidate.Identity!.Version, took.TotalMilliseconds);
                continue;
            }

            catalog.Set(InfoOf(candidate, PluginState.Failed) with { Error = refusal, LoadTime = took });
            LogRefused(log, candidate.Id, refusal);
            refusals.Add($"plugin {candidate.Id} is left out: {refusal}");
        }

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
    }

    private async Task<string?> StartAsync(PluginCandidate candidate, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // On a thread of its own: foreign constructors and StartAsync may block, and must not take the server with them.
        Task<LoadedPlugin> making = Task.Run(() => MakeAsync(candidate, limit.Token), CancellationToken.None);
        try
        {
            LoadedPlugin plugin = await making.WaitAsync(options.StartLimit, cancellation).ConfigureAwait(false);
            return Publish(plugin) is { } refusal ? await GiveUpAsync(plugin, refusal).ConfigureAwait(false) : null;
        }
        catch (TimeoutException) when (!making.IsCompleted)
        {
            await limit.CancelAsync().ConfigureAwait(false);
            _ = making.ContinueWith(DisposeLateAsync, CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            settings?.Unbind(candidate.Id);
            return $"it did not start within {options.StartLimit.TotalSeconds:0.###} s; see its log lines, or disable it in plugins.json";
        }
        catch (PluginSettingsException e)
        {
            // A wrong value is the user's to mend, wherever it stands: the server does not start with half of what was asked for.
            await StopAsync(cancellation).ConfigureAwait(false);
            throw new PluginStartException(e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            settings?.Unbind(candidate.Id);
            LogFailure(log, e, candidate.Id);
            return Describe(e);
        }
    }

    private async Task<LoadedPlugin> MakeAsync(PluginCandidate candidate, CancellationToken cancellation)
    {
        Assembly assembly = PluginContext.Load(candidate.Path, candidate.Reload, out Isolation.PluginLoader context);
        var services = new PluginServices(candidate.Id, assembly, hostServices.For(candidate.Id, extensions));
        services.Configure();
        if (settings is not null)
        {
            IReadOnlyList<string> problems = settings.Bind(candidate.Id, services.MakeSettings(settings));
            if (problems.Count > 0)
                throw new PluginSettingsException(string.Join(Environment.NewLine, problems));
        }

        var plugin = new LoadedPlugin(candidate, context, services.Build());
        try
        {
            // Looked at before it starts: a plugin that can't stay should not open files and ports first.
            if (FindConflict(plugin) is { } conflict)
                throw new PluginRefusedException(conflict);
            await plugin.StartAsync(cancellation).ConfigureAwait(false);
            return plugin;
        }
        catch
        {
            await plugin.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private string? FindConflict(LoadedPlugin plugin)
    {
        foreach ((Type type, _) in plugin.Parts.Exports)
        {
            if (extensions.ExporterOf(type) is { } other)
                return $"it exports {type.Name}, which plugin {other} exports already; disable one of them in plugins.json";
        }

        return commands.FindConflict(plugin.Id, plugin.Parts.Commands);
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

    private static async Task DisposeLateAsync(Task<LoadedPlugin> making)
    {
        try
        {
            await (await making.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was refused long ago; nobody waits for it.
        }
    }

    /// <summary>An exception in one line: what a plugin's author looks for first.</summary>
    private static string Describe(Exception e)
    {
        while (e is TargetInvocationException or AggregateException { InnerExceptions.Count: 1 } && e.InnerException is not null)
            e = e.InnerException;
        string text = e is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } ? first.Message : e.Message;
        text = text.ReplaceLineEndings(" ");
        return e is PluginRefusedException or CommandDeclarationException
            ? text
            : $"it failed to start: {e.GetType().Name}: {text}; mend it, or disable it in plugins.json";
    }

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

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} {Version} started in {Milliseconds:0.0} ms")]
    private static partial void LogStarted(ILogger logger, string plugin, string version, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} is left out: {Refusal}")]
    private static partial void LogRefused(ILogger logger, string plugin, string refusal);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Plugin {Plugin} failed to start")]
    private static partial void LogFailure(ILogger logger, Exception exception, string plugin);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} failed to {Step}: {Problem}")]
    private static partial void LogStepFailed(ILogger logger, string plugin, string step, string problem);
}

/// <summary>A plugin's settings are wrong; the message holds the problems, one a line.</summary>
internal sealed class PluginSettingsException(string message) : Exception(message);

/// <summary>A plugin can't be taken; the message is the refusal.</summary>
internal sealed class PluginRefusedException(string message) : Exception(message);
