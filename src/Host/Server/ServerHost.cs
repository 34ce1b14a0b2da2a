using System.Runtime.InteropServices;
using CacheStorm.Host.Commands;
using CacheStorm.Host.Configuration;
using CacheStorm.Host.Dispatch;
using CacheStorm.Host.Network;
using CacheStorm.Host.Plugins;
using CacheStorm.Host.Storage;
using CacheStorm.Host.Storage.Snapshots;
using CacheStorm.Host.Storage.Values;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Server;

/// <summary>
/// Puts the server together, runs it until somebody wants it to stop, and takes it down in order: no new connections, running commands
/// finish, replies are sent, plugins drain and stop.
/// </summary>
internal sealed class ServerHost(LoadResult loaded)
{
    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(5);

    private readonly HostSettings _settings = loaded.Settings!;

    /// <summary>Runs the server.</summary>
    /// <returns>The process' exit code.</returns>
    public async Task<int> RunAsync()
    {
        if (LogSetup.FindProblem(_settings.Logging) is { } problem)
        {
            Report(problem);
            return 1;
        }
        using var log = new LogSetup(_settings.Logging);
        ILogger logger = log.Loggers.CreateLogger("server");
        foreach (string warning in loaded.Warnings)
            logger.LogWarning("{Warning}", warning);

        TimeProvider clock = TimeProvider.System;
        var contributions = new StoreContributions();
        NetworkServer network = null!;
        Engine engine = null!;
        NetworkSettings networkSettings = NetworkMapping.From(_settings);
        // The network knows how many workers there are; the engine is what it calls. Each is made with a way to reach the other.
        var handler = new Lazy<Engine>(() => engine);
        network = new NetworkServer(networkSettings, new HandlerReference(handler), new HooksReference(handler), log.Loggers.CreateLogger("network"));
        var options = new EngineOptions
        {
            Workers = network.WorkerCount,
            Databases = _settings.Server.Databases,
            Limits = network.Limits,
            Clock = clock,
            RefuseStranger = new ProtectedMode(_settings).Refusal,
            TracksLatency = () => _settings.Monitoring.LatencyTracking,
        };
        engine = new Engine(options, events => new Store(options.Databases, new DataTypes(new StringType()), NoEviction.Instance, events, clock), log.Loggers);
        _ = handler.Value;
        contributions.Store = engine.Store;

        var rates = new RateSampler();
        var memory = new MemoryAccount(engine);
        var maintenance = new Maintenance(engine, network, memory, rates, () => _settings.Server.Hertz);
        var statistics = new StatisticsService(engine, network, memory, rates);
        var control = new ServerControl(_settings, loaded.Registry!, network, maintenance);
        var commands = new CommandRegistry { Preparing = engine.SetTable };
        var extensions = new ExtensionRegistry();
        _ = new ExtensionBridge(extensions, engine);
        var catalog = new PluginCatalog { Numbers = statistics.NumbersOf };
        PluginLoader plugins = null!;
        HostServices services = new HostServices(log.Loggers)
            .Add<TimeProvider>(clock)
            .Add<IClients>(new ClientsService(engine))
            .Add<ICommandTable>(commands)
            .Add<INamespaces>(new StoreNamespaces(engine, contributions))
            .Add<IDataTypes>(engine.Store.Types)
            .Add<IStatistics>(statistics)
            .Add<IServerControl>(control)
            .Add<ISnapshots>(new SnapshotReading(engine.Store, engine))
            .Add<IInterceptors>(engine.Interception)
            .Add<IKeyEvents>(engine.KeyEvents)
            .Add<IKeyAccesses>(engine.Accesses)
            .Add<ISessionEvents>(engine)
            .Add<IExecutor>(engine.Executor)
            .Add<IPluginCatalog>(catalog)
            .Add<IPluginControl>(new PluginControl(() => plugins, engine))
            .Add<IConfigRegistry>(loaded.Registry!);

        using var jobs = new BackgroundJobs(log.Loggers.CreateLogger("jobs"));
        var pluginOptions = new PluginLoaderOptions { ManifestPath = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ManifestPath)) };
        plugins = new PluginLoader(pluginOptions, services, commands, extensions, catalog, new PluginSettingsBinder(loaded.Plugins!), log.Loggers.CreateLogger("plugins"))
        {
            Stage = new ExchangeStage(engine),
        };
        if (loaded.Registry!.TryGet("maxmemory-policy", out ConfigParameter? policyName))
            contributions.PolicyWords = policyName.Format as ChoiceFormat;
        plugins.AddReceiver(contributions);
        plugins.AddReceiver(jobs);
        var watcher = new PluginWatcher(plugins, catalog, pluginOptions, log.Loggers.CreateLogger("plugins"));
        watcher.Prime();
        try
        {
            await plugins.StartAsync();
        }
        catch (Exception failure) when (failure is PluginManifestException or PluginStartException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }

        if (ReportSettings(logger) || contributions.Use(_settings.Memory.EvictionPolicy) is { } noPolicy && Report(noPolicy))
        {
            await plugins.StopAsync();
            return 1;
        }
        new LiveSettings(_settings, loaded.Registry!, engine, network, contributions, log).Attach();

        using PosixSignalRegistration terminate = OnSignal(PosixSignal.SIGTERM, control, logger);
        using PosixSignalRegistration interrupt = OnSignal(PosixSignal.SIGINT, control, logger);
        try
        {
            network.Start();
        }
        catch (ListenException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            await plugins.StopAsync();
            return 1;
        }
        memory.Begin();
        jobs.Add("host", maintenance);
        jobs.Add("host", new DeferredFreeing(engine, () => maintenance.IsPaused));
        jobs.Add("host", new TagUpkeep(engine, () => maintenance.IsPaused));
        jobs.Start();
        watcher.Start();
        using var notice = new ProcessNotice(_settings.Server, logger);
        logger.LogInformation("CacheStorm {Version}, process {Process}, {Workers} I/O workers, {Commands} commands", control.Version,
            Environment.ProcessId, network.WorkerCount, engine.Table.All.Length);
        foreach (Listener listener in network.Listeners)
            logger.LogInformation("Listening on {Address}", listener.Name);
        logger.LogInformation("Ready to accept connections");

        int exitCode = await control.End;
        logger.LogInformation("Stopping: no new connections, running commands finish");
        watcher.Dispose();
        await network.StopAcceptingAsync();
        await plugins.DrainAsync();
        if (!await network.DrainAsync(s_drainTime))
            logger.LogWarning("Some clients did not read their replies in time and were cut off");
        jobs.Pause(true);
        await plugins.StopAsync();
        logger.LogInformation("Stopped, bye bye");
        return exitCode;
    }

    // As any path of the settings it starts from the working directory; the usual one lies beside the executable.
    private string ManifestPath => _settings.Server.PluginsManifest is { Length: > 0 } named ? Path.GetFullPath(named) : "plugins.json";

    private bool ReportSettings(ILogger logger)
    {
        (IReadOnlyList<ConfigProblem> errors, IReadOnlyList<string> warnings) = loaded.Plugins!.Complete();
        foreach (string warning in warnings)
            logger.LogWarning("{Warning}", warning);
        foreach (ConfigProblem error in errors)
            Report(error.ToString());
        return errors.Count > 0;
    }

    private static bool Report(string problem)
    {
        Console.Error.WriteLine(problem);
        return true;
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, ServerControl control, ILogger logger) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            logger.LogInformation("Received {Signal}", context.Signal);
            control.Stop();
        });

    private sealed class HandlerReference(Lazy<Engine> engine) : IConnectionHandler
    {
        public ConnectionSession Accept(Connection connection) => engine.Value.Accept(connection);

        public void OnFailure(Connection connection, Exception failure) => engine.Value.OnFailure(connection, failure);
    }

    private sealed class HooksReference(Lazy<Engine> engine) : IWorkerHooks
    {
        public void BatchBegin(int worker) => engine.Value.BatchBegin(worker);

        public void BatchEnd(int worker) => engine.Value.BatchEnd(worker);
    }
}
