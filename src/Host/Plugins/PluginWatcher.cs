using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Plugins;

/// <summary>
/// Looks at the plugins' folders while the server runs, where plugins.json says <c>watch</c>: a new folder is loaded, changed files are reloaded, once
/// nothing has changed for a while: who copies a folder is given time to finish. It looks rather than being told, for it is told too little: renames,
/// network shares and containers' mounts go unreported. Its state belongs to its loop.
/// </summary>
internal sealed partial class PluginWatcher(PluginLoader plugins, PluginCatalog catalog, PluginLoaderOptions options, ILogger log) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, FolderState> _folders = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;

    /// <summary>Notes how everything looks before it is loaded for the first time, so that what changes afterwards is seen.</summary>
    public void Prime()
    {
        if (ReadManifest() is not { Watch: true } manifest)
            return;
        foreach (string folder in FoldersOf(manifest))
            _folders[folder] = new FolderState { Seen = SignatureOf(folder), Handled = SignatureOf(folder) };
    }

    /// <summary>Begins to look.</summary>
    public void Start()
    {
        if (ReadManifest() is { Watch: true })
            _loop = Task.Run(LoopAsync);
    }

    public void Dispose()
    {
        _stop.Cancel();
        if (_loop.Wait(TimeSpan.FromSeconds(2)))
            _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(s_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    await LookAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // A folder went while it was looked at; the next look knows more.
                    LogCannotLook(log, e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task LookAsync()
    {
        if (ReadManifest() is not { } manifest)
            return;
        long now = Environment.TickCount64;
        foreach (string folder in FoldersOf(manifest))
        {
            string signature = SignatureOf(folder);
            if (!_folders.TryGetValue(folder, out FolderState? state))
                _folders[folder] = state = new FolderState();
            if (state.Seen != signature)
            {
                state.Seen = signature;
                state.ChangedAt = now;
            }
            else if (state.Handled != signature && now - state.ChangedAt >= s_quiet.TotalMilliseconds)
            {
                state.Handled = signature;
                await TakeUpAsync(folder, manifest).ConfigureAwait(false);
            }
        }
    }

    private async Task TakeUpAsync(string folder, PluginManifest manifest)
    {
        foreach (PluginIdentity identity in PluginDiscovery.PluginsIn(folder))
        {
            PluginInfo? known = catalog.Find(identity.Id);
            if (known is { State: PluginState.Running })
            {
                if (known.CanReload && Path.GetDirectoryName(known.Path) == folder)
                    await plugins.ReloadAsync(identity.Id).ConfigureAwait(false);
                else
                    LogNotReloadable(log, identity.Id, folder);
                continue;
            }

            PluginManifestEntry? entry = manifest.Plugins.FirstOrDefault(e => e.Id == identity.Id);
            if (entry is { Enabled: true } || (entry is null && manifest.DropIn))
                await plugins.LoadAsync(identity.Path).ConfigureAwait(false);
        }
    }

    private List<string> FoldersOf(PluginManifest manifest)
    {
        var folders = new List<string>();
        string directory = Path.GetFullPath(manifest.Directory, Path.GetDirectoryName(Path.GetFullPath(options.ManifestPath))!);
        if (Directory.Exists(directory))
            folders.AddRange(Directory.GetDirectories(directory));
        foreach (PluginInfo plugin in catalog.Plugins)
        {
            if (plugin is { State: PluginState.Running, CanReload: true } && Path.GetDirectoryName(plugin.Path) is { } folder
                && Directory.Exists(folder) && !folders.Contains(folder))
                folders.Add(folder);
        }

        return folders;
    }

    /// <summary>Tells one state of a folder's files from another.</summary>
    private static string SignatureOf(string folder)
    {
        FileInfo[] files = new DirectoryInfo(folder).GetFiles();
        Array.Sort(files, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        var text = new StringBuilder();
        foreach (FileInfo file in files)
            text.Append(CultureInfo.InvariantCulture, $"{file.Name}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        return text.ToString();
    }

    private PluginManifest? ReadManifest()
    {
        try
        {
            return PluginManifestReader.Load(options.ManifestPath);
        }
        catch (PluginManifestException)
        {
            // Somebody is writing it; whoever needs it says what is wrong with it.
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Plugin {Plugin}: files in {Folder} changed, but it was not loaded for reload from there; give it \"reload\": true in plugins.json and restart the server")]
    private static partial void LogNotReloadable(ILogger logger, string plugin, string folder);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The plugins' folders can't be looked at: {Problem}")]
    private static partial void LogCannotLook(ILogger logger, string problem);

    private sealed class FolderState
    {
        /// <summary>How it looked last.</summary>
        public string Seen { get; set; } = "";

        /// <summary>How it looked when it was last loaded.</summary>
        public string Handled { get; set; } = "";

        public long ChangedAt { get; set; }
    }
}
