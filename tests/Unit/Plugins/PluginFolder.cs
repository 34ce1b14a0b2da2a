using System.Reflection;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Plugins;
using Microsoft.Extensions.Logging;

namespace CacheStorm.UnitTests.Plugins;

/// <summary>A server's plugin folder for one test, and a loader for it. Test plugins are copied in by name.</summary>
internal sealed class PluginFolder : IDisposable, ILoggerFactory, ILogger
{
    private static readonly string Built = Metadata("TestPluginDirectory");

    private readonly string _root = Directory.CreateTempSubdirectory("cachestorm-plugins-").FullName;

    public CommandRegistry Commands { get; } = new();
    public ExtensionRegistry Extensions { get; } = new();
    public PluginCatalog Catalog { get; } = new();
    public List<string> Log { get; } = [];
    public List<IContributionReceiver> Receivers { get; } = [];
    public IPluginSettingsBinder? Settings { get; set; }
    public Version Contract { get; set; } = typeof(CommandContext).Assembly.GetName().Version!;
    public TimeSpan StartLimit { get; set; } = TimeSpan.FromSeconds(10);
    public PluginLoader? Loader { get; private set; }

    public static string Metadata(string key) => typeof(PluginFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;

    public PluginFolder With(params string[] plugins)
    {
        foreach (string plugin in plugins)
            CopyTo(plugin, plugin);
        return this;
    }

    public void CopyTo(string plugin, string folder)
    {
        string target = Path.Combine(_root, "plugins", folder);
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(Path.Combine(Built, plugin)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }

    public string FileOf(string plugin) => Path.Combine(_root, "plugins", plugin, $"CacheStorm.TestPlugins.{plugin}.dll");

    public async Task<PluginFolder> StartAsync(string manifest = "{}")
    {
        string path = Path.Combine(_root, "plugins.json");
        File.WriteAllText(path, manifest);
        var services = new HostServices(this).Add(TimeProvider.System).Add<ICommandTable>(Commands).Add<IPluginCatalog>(Catalog);
        Loader = new PluginLoader(new PluginLoaderOptions { ManifestPath = path, Contract = Contract, StartLimit = StartLimit },
            services, Commands, Extensions, Catalog, Settings, this);
        foreach (IContributionReceiver receiver in Receivers)
            Loader.AddReceiver(receiver);
        await Loader.StartAsync();
        return this;
    }

    public PluginInfo Info(string id) => Catalog.Plugins.Single(p => p.Id == id);

    public string[] Running() => [.. Catalog.Plugins.Where(p => p.State == PluginState.Running).Select(p => p.Id)];

    /// <summary>Runs a command's handler with nothing but a reply, and returns that.</summary>
    public string Call(params string[] request)
    {
        ArgumentList arguments = ArgumentList.Of(Array.ConvertAll(request, System.Text.Encoding.UTF8.GetBytes));
        Assert.Equal(CommandResolution.Found, Commands.Current.Resolve(arguments, out CommandEntry? entry));
        var context = new CommandContext(null!) { Reply = new ReplyWriter(), Request = arguments };
        entry!.Handler(context);
        return System.Text.Encoding.UTF8.GetString(context.Reply.ToArray());
    }

    public void Dispose()
    {
        Loader?.StopAsync().Wait();
        Directory.Delete(_root, recursive: true);
    }

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;
    void ILoggerFactory.AddProvider(ILoggerProvider provider) { }
    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        lock (Log)
            Log.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
