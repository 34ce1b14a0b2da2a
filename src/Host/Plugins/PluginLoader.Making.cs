using System.Reflection;
using System.Runtime.CompilerServices;
using CacheStorm.Host.Commands;
using Microsoft.Extensions.Logging;
using Isolation = McMaster.NETCore.Plugins;

namespace CacheStorm.Host.Plugins;

/// <content>Making one plugin: nothing of it is visible to anybody until it is published or takes an older build's place.</content>
internal sealed partial class PluginLoader
{
    private async Task<string?> StartAsync(PluginCandidate candidate, CancellationToken cancellation)
    {
        (LoadedPlugin? plugin, string? refusal) = await TryMakeAsync(candidate, isExchange: false, cancellation).ConfigureAwait(false);
        if (plugin is null)
            return refusal;
        return Publish(plugin) is { } conflict ? await GiveUpAsync(plugin, conflict).ConfigureAwait(false) : null;
    }

    /// <summary>Loads, makes and starts a plugin within its time.</summary>
    /// <returns>The plugin, or why there is none.</returns>
    /// <exception cref="PluginSettingsException">Its settings are wrong.</exception>
    private async Task<(LoadedPlugin? Plugin, string? Refusal)> TryMakeAsync(PluginCandidate candidate, bool isExchange, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // On a thread of its own: foreign constructors and StartAsync may block, and must not take the server with them.
        Task<LoadedPlugin> making = Task.Run(() => MakeAsync(candidate, isExchange, limit.Token), CancellationToken.None);
        try
        {
            return (await making.WaitAsync(options.StartLimit, cancellation).ConfigureAwait(false), null);
        }
        catch (TimeoutException) when (!making.IsCompleted)
        {
            await limit.CancelAsync().ConfigureAwait(false);
            _ = making.ContinueWith(DisposeLateAsync, CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            if (!isExchange)
                settings?.Unbind(candidate.Id);
            return (null, $"it did not start within {options.StartLimit.TotalSeconds:0.###} s; see its log lines, or disable it in plugins.json");
        }
        catch (Exception e) when (e is not PluginSettingsException && (e is not OperationCanceledException || !cancellation.IsCancellationRequested))
        {
            if (!isExchange)
                settings?.Unbind(candidate.Id);
            LogFailure(log, e, candidate.Id);
            return (null, Describe(e));
        }
    }

    private async Task<LoadedPlugin> MakeAsync(PluginCandidate candidate, bool isExchange, CancellationToken cancellation)
    {
        LoadedPlugin plugin = Make(candidate, isExchange);
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LoadedPlugin Make(PluginCandidate candidate, bool isExchange)
    {
        Assembly assembly = PluginContext.Load(candidate.Path, candidate.Reload, out Isolation.PluginLoader context);
        try
        {
            var services = new PluginServices(candidate.Id, assembly, hostServices.For(candidate.Id, extensions));
            services.Configure();
            IStagedSettings? staged = null;
            if (settings is not null)
            {
                object? own = services.MakeSettings(settings);
                IReadOnlyList<string> problems = isExchange ? settings.Stage(candidate.Id, own, out staged) : settings.Bind(candidate.Id, own);
                if (problems.Count > 0)
                    throw new PluginSettingsException(string.Join(Environment.NewLine, problems));
            }

            return new LoadedPlugin(candidate, assembly, context, services.Build()) { Staged = staged };
        }
        catch
        {
            LoadedPlugin.Unload(assembly, context);
            throw;
        }
    }

    private string? FindConflict(LoadedPlugin plugin)
    {
        foreach ((Type type, _) in plugin.Parts.Exports)
        {
            if (extensions.ExporterOf(type) is { } other && other != plugin.Id)
                return $"it exports {type.Name}, which plugin {other} exports already; disable one of them in plugins.json";
        }

        return commands.FindConflict(plugin.Id, plugin.Parts.Commands);
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "Plugin {Plugin} failed to start")]
    private static partial void LogFailure(ILogger logger, Exception exception, string plugin);
}
