using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Plugins;

/// <content>
/// Loading, exchanging and unloading while the server runs. A new build is made and started beside the old one; only when nothing is left that could go wrong does
/// everything stand still for a moment and the two change places. Then the old one drains, stops, and is unloaded, and a weak reference tells whether
/// it is gone.
/// </content>
internal sealed partial class PluginLoader
{
    private const int CollectionRounds = 12;

    private readonly Dictionary<string, List<WeakReference>> _survivors = [];

    /// <summary>Makes everything stand still and knows what is to be carried over; null: nothing has anything (tests).</summary>
    public IExchangeStage? Stage { get; set; }

    private string BaseDirectory => Path.GetDirectoryName(Path.GetFullPath(options.ManifestPath))!;

    /// <summary>Loads a plugin from a path inside the allowed folders.</summary>
    /// <returns>Null when it runs; else why not, in a line.</returns>
    public Task<string?> LoadAsync(string path) => InTurnAsync(() => LoadNowAsync(path));

    /// <summary>Puts the build that lies at the plugin's path now in the place of the one that runs.</summary>
    /// <returns>Null when it was done; else why not, in a line.</returns>
    public Task<string?> ReloadAsync(string id) => InTurnAsync(() => ReloadNowAsync(id));

    /// <summary>Takes a plugin out.</summary>
    /// <returns>Null when it was done; else why not, in a line.</returns>
    public Task<string?> UnloadAsync(string id) => InTurnAsync(() => UnloadNowAsync(id));

    // On the pool: whoever asks may be an I/O thread.
    private Task<string?> InTurnAsync(Func<Task<string?>> change) => Task.Run(async () =>
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return _isStopping ? "the server stops" : await change().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Describe(e);
        }
        finally
        {
            _turn.Release();
        }
    });

    private async Task<string?> LoadNowAsync(string path)
    {
        PluginManifest manifest = PluginManifestReader.Load(options.ManifestPath);
        string full = Path.GetFullPath(path, BaseDirectory);
        PluginCandidate? candidate = PluginDiscovery.FindAt(full, manifest, BaseDirectory, options.Contract, out string refusal);
        if (candidate is null)
            return refusal;
        if (catalog.StateOf(candidate.Id) == PluginState.Running)
            return $"plugin {candidate.Id} runs already; PLUGIN RELOAD {candidate.Id} exchanges it";

        long began = Stopwatch.GetTimestamp();
        string? problem = candidate.Refusal ?? PluginOrder.MissingNeed(candidate, catalog.StateOf);
        try
        {
            problem ??= await StartAsync(candidate, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PluginSettingsException e)
        {
            problem = e.Message.ReplaceLineEndings("; ");
        }

        TimeSpan took = Stopwatch.GetElapsedTime(began);
        if (problem is null)
        {
            catalog.Set(InfoOf(_running[^1], took));
            LogLoaded(log, candidate.Id, candidate.Identity!.Version, took.TotalMilliseconds);
            return null;
        }

        catalog.Set(InfoOf(candidate, PluginState.Failed) with { Error = problem, LoadTime = took });
        LogRefused(log, candidate.Id, problem);
        return $"plugin {candidate.Id} is left out: {problem}";
    }

    private async Task<string?> ReloadNowAsync(string id)
    {
        long began = Stopwatch.GetTimestamp();
        string former = catalog.Find(id)?.Version ?? "";
        WeakReference? old = null;
        string? refusal = FindBuild(id, out PluginCandidate? candidate);
        if (refusal is null)
            (old, refusal) = await ExchangeAsync(candidate!).ConfigureAwait(false);
        if (refusal is not null)
        {
            catalog.Update(id, plugin => plugin with { ReloadError = refusal });
            LogNotReloaded(log, id, former, refusal);
            return $"plugin {id} goes on as it is: {refusal}";
        }

        LogReloaded(log, id, candidate!.Identity!.Version, former, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        await VerifyAsync(id, old!).ConfigureAwait(false);
        return null;
    }

    private async Task<string?> UnloadNowAsync(string id)
    {
        string? refusal = FindUnloadable(id, out _);
        WeakReference? old = null;
        if (refusal is null)
            (old, refusal) = await TakeOutAsync(id).ConfigureAwait(false);
        if (refusal is not null)
        {
            LogNotUnloaded(log, id, refusal);
            return $"plugin {id} stays: {refusal}";
        }

        catalog.SetStopped(id);
        LogUnloaded(log, id);
        await VerifyAsync(id, old!).ConfigureAwait(false);
        return null;
    }

    private string? FindUnloadable(string id, out LoadedPlugin? plugin)
    {
        plugin = _running.Find(p => p.Id == id);
        if (plugin is null)
            return "there is no running plugin of this id; see PLUGIN LIST";
        if (plugin.Candidate.Identity is { CanReload: false })
            return "it says of itself that it can't be exchanged; restart the server";
        return plugin.IsUnloadable ? null
            : $"it was not loaded for that; give it \"reload\": true in plugins.json and restart the server";
    }

    /// <summary>The build that lies where the plugin came from, or where plugins.json says by now.</summary>
    private string? FindBuild(string id, out PluginCandidate? candidate)
    {
        candidate = null;
        string? refusal = FindUnloadable(id, out LoadedPlugin? old);
        if (refusal is not null)
            return refusal;
        PluginManifest manifest;
        try
        {
            manifest = PluginManifestReader.Load(options.ManifestPath);
        }
        catch (PluginManifestException e)
        {
            return e.Message;
        }

        candidate = PluginDiscovery.Find(manifest, BaseDirectory, options.Contract).Find(c => c.Id == id && c is { Disabled: false, Identity: not null });
        if (candidate is null)
            candidate = PluginDiscovery.FindAt(old!.Candidate.Path, manifest, BaseDirectory, options.Contract, out refusal);
        if (candidate is null)
            return refusal;
        if (candidate.Id != id)
            return $"{candidate.Path} is plugin {candidate.Id} now; put the expected file back";
        if (candidate.Identity is { CanReload: false })
            return "the new build says of itself that it can't be exchanged; restart the server";
        candidate = candidate.AsReloadable();
        return candidate.Refusal ?? PluginOrder.MissingNeed(candidate, catalog.StateOf);
    }

    private async Task<(WeakReference? Old, string? Refusal)> ExchangeAsync(PluginCandidate candidate)
    {
        long began = Stopwatch.GetTimestamp();
        LoadedPlugin? successor;
        string? refusal;
        try
        {
            (successor, refusal) = await TryMakeAsync(candidate, isExchange: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PluginSettingsException e)
        {
            return (null, e.Message.ReplaceLineEndings("; "));
        }

        if (successor is null)
            return (null, refusal);
        LoadedPlugin old = _running.Find(p => p.Id == candidate.Id)!;
        refusal = Swap(new PluginExchange(old, successor));
        await RetireAsync(refusal is null ? old : successor).ConfigureAwait(false);
        if (refusal is not null)
            return (null, refusal);
        catalog.Update(candidate.Id, plugin => InfoOf(successor, Stopwatch.GetElapsedTime(began)) with { Reloads = plugin.Reloads + 1, Survivors = plugin.Survivors });
        return (ContextOf(old), null);
    }

    private async Task<(WeakReference? Old, string? Refusal)> TakeOutAsync(string id)
    {
        LoadedPlugin old = _running.Find(p => p.Id == id)!;
        if (Swap(new PluginExchange(old, null)) is { } refusal)
            return (null, refusal);
        await RetireAsync(old).ConfigureAwait(false);
        return (ContextOf(old), null);
    }

    private async Task RetireAsync(LoadedPlugin plugin)
    {
        await WithinAsync(plugin, "drain", plugin.DrainAsync, CancellationToken.None).ConfigureAwait(false);
        await WithinAsync(plugin, "stop", plugin.StopAsync, CancellationToken.None).ConfigureAwait(false);
        await WithinAsync(plugin, "dispose", _ => plugin.DisposeAsync(), CancellationToken.None).ConfigureAwait(false);
    }

    private string? Swap(PluginExchange exchange)
    {
        for (int i = 0; i < _receivers.Count; i++)
        {
            if (_receivers[i].TryRest(exchange.Id, options.StandstillLimit))
                continue;
            while (--i >= 0)
                _receivers[i].Wake(exchange.Id);
            return $"a background job of it runs for more than {options.StandstillLimit.TotalSeconds:0.#} s; try again when it is over";
        }

        string? refusal = null;
        try
        {
            refusal = Stage is { } stage
                ? stage.Run(exchange, options.StandstillLimit, () => FindObstacle(exchange), () => Apply(exchange))
                : FindObstacle(exchange);
            if (refusal is null && Stage is null)
                Apply(exchange);
        }
        finally
        {
            if (refusal is not null)
            {
                foreach (IContributionReceiver receiver in _receivers)
                    receiver.Wake(exchange.Id);
            }
        }

        return refusal;
    }

    private string? FindObstacle(PluginExchange exchange)
    {
        if (exchange.Successor is { } successor)
        {
            if (FindConflict(successor) is { } conflict)
                return conflict;
        }
        else if (_running.Find(p => p.Candidate.Requires.Contains(exchange.Id)) is { } dependent)
        {
            return $"plugin {dependent.Id} needs it; unload that one first";
        }

        foreach (IContributionReceiver receiver in _receivers)
        {
            if (receiver.FindObstacle(exchange) is { } obstacle)
                return obstacle;
        }

        return null;
    }

    private void Apply(PluginExchange exchange)
    {
        foreach (IContributionReceiver receiver in _receivers)
            receiver.Exchange(exchange);
        settings?.Exchange(exchange, exchange.Successor?.Staged);
        int position = _running.IndexOf(exchange.Old);
        if (exchange.Successor is { } successor)
        {
            _running[position] = successor;
            commands.RegisterOrReplace(exchange.Id, successor.Parts.Commands);
            extensions.Replace(exchange.Id, successor.Parts.Contributions, successor.Parts.Exports);
        }
        else
        {
            _running.RemoveAt(position);
            commands.Remove(exchange.Id);
            extensions.Remove(exchange.Id);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ContextOf(LoadedPlugin plugin) => new(AssemblyLoadContext.GetLoadContext(plugin.Assembly));

    /// <summary>Looks whether an unloaded context is gone, and says so when it is not.</summary>
    private async Task VerifyAsync(string id, WeakReference context)
    {
        for (int round = 0; round < CollectionRounds && context.IsAlive; round++)
        {
            if (round > 1)
                await Task.Delay(10 << Math.Min(round, 6)).ConfigureAwait(false);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        if (!_survivors.TryGetValue(id, out List<WeakReference>? survivors))
            _survivors[id] = survivors = [];
        survivors.RemoveAll(one => !one.IsAlive);
        if (context.IsAlive)
        {
            survivors.Add(context);
            LogSurvivor(log, id);
        }

        catalog.Update(id, plugin => plugin with { Survivors = survivors.Count });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} {Version} was loaded in {Milliseconds:0.0} ms")]
    private static partial void LogLoaded(ILogger logger, string plugin, string version, double milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} {Version} took the place of {Former} in {Milliseconds:0.0} ms")]
    private static partial void LogReloaded(ILogger logger, string plugin, string version, string former, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Plugin {Plugin} {Version} goes on as it is: {Refusal}")]
    private static partial void LogNotReloaded(ILogger logger, string plugin, string version, string refusal);

    [LoggerMessage(Level = LogLevel.Information, Message = "Plugin {Plugin} was unloaded")]
    private static partial void LogUnloaded(ILogger logger, string plugin);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Plugin {Plugin} stays: {Refusal}")]
    private static partial void LogNotUnloaded(ILogger logger, string plugin, string refusal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Plugin {Plugin}: the build that was unloaded is still in memory; a timer, a task or a static event of it, or another plugin, holds it")]
    private static partial void LogSurvivor(ILogger logger, string plugin);
}
