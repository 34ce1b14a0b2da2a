using CacheStorm.Host.Commands;
using CacheStorm.Host.Network;
using CacheStorm.Host.Storage;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Runs commands: from a parsed request to its reply. Knows no command by name. Holds what all calls share; what a call changes
/// belongs to its worker. The table, the observers and the sinks are swapped as a whole when plugins come or go.
/// </summary>
internal sealed partial class Engine : IConnectionHandler, IWorkerHooks, ICommandBackend, IStoreEvents, IStoreGate, ISessionEvents
{
    private readonly ILogger<Engine> _log;
    private readonly Gate _gate;
    private readonly ParkingLot _parkingLot = new();
    private readonly SessionList _sessions;
    private readonly Lock _interests = new();
    private readonly ErrorCounts _errors = new();
    private volatile CommandTable _table = CommandTable.Empty;
    private volatile ICommandObserver[] _observers = [];
    private volatile ISessionObserver[] _sessionObservers = [];
    private volatile IAuthorizer[] _authorizers = [];
    private volatile IAuthenticator[] _authenticators = [];
    private int _parkedCount;

    /// <summary>Makes an engine.</summary>
    /// <param name="options">What does not change while it runs.</param>
    /// <param name="makeStore">Makes the store that tells this engine what happens to entries.</param>
    /// <param name="loggers">For the log.</param>
    public Engine(EngineOptions options, Func<Engine, Store> makeStore, ILoggerFactory loggers)
    {
        _log = loggers.CreateLogger<Engine>();
        Options = options;
        Clock = new ServerClock(options.Clock);
        Propagation = new Propagation(loggers.CreateLogger<Propagation>());
        KeyEvents = new KeyEventHub(loggers.CreateLogger<KeyEventHub>()) { Changed = _ => RefreshInterests() };
        Accesses = new KeyAccesses(loggers.CreateLogger<KeyAccesses>()) { Changed = SetSampling };
        Store = makeStore(this);
        Memory = new MemoryLimit(this);
        _isBusy = () => _refusal is not null;
        // The network's workers, then one for work that no client asked for.
        _gate = new Gate(options.Workers + 1);
        Workers = new Worker[options.Workers + 1];
        for (int i = 0; i < Workers.Length; i++)
            Workers[i] = new Worker(this, i, options.Databases);
        _sessions = new SessionList();
        Executor = new Executor(this, Workers[^1], loggers);
    }

    public EngineOptions Options { get; }
    public ServerClock Clock { get; }
    public Store Store { get; }
    public Worker[] Workers { get; }
    public Interception Interception { get; } = new();
    public KeyEventHub KeyEvents { get; }
    public KeyAccesses Accesses { get; }
    public Propagation Propagation { get; }
    public MemoryLimit Memory { get; }
    public SessionList Sessions => _sessions;
    public ErrorCounts Errors => _errors;
    public Executor Executor { get; }
    public CommandTable Table => _table;

    /// <summary>How many commands were asked for that nobody knows.</summary>
    public long UnknownCommands;

    public int ParkedCount => Volatile.Read(ref _parkedCount);

    /// <summary>Takes over a new table of commands.</summary>
    public void SetTable(CommandTable table)
    {
        Interception.SetCommands(table.All);
        _table = table;
    }

    public void SetObservers(IEnumerable<ICommandObserver> observers) => _observers = [.. observers];

    public void SetSessionObservers(IEnumerable<ISessionObserver> observers) => _sessionObservers = [.. observers];

    public void SetAuthorizers(IEnumerable<IAuthorizer> authorizers) => _authorizers = [.. authorizers];

    public void SetAuthenticators(IEnumerable<IAuthenticator> authenticators) => _authenticators = [.. authenticators];

    // ---- the network's side

    public void BatchBegin(int worker)
    {
        // A worker whose own call goes on has its slot; one that is kept out does without.
        if (!Workers[worker].HasEndlessCall && !_gate.TryEnter(worker, _isBusy))
            Workers[worker].IsBusy = true;
    }

    public void BatchEnd(int worker)
    {
        Worker its = Workers[worker];
        if (!its.IsBusy)
            _gate.Exit(worker);
        else if (!its.HasEndlessCall)
            its.IsBusy = false;
        if (!its.HasEndlessCall)
            KeyEvents.EndRound();
    }

    public ConnectionSession Accept(Connection connection)
    {
        var session = new Session(this, connection);
        var endpoint = new SessionEndpoint(this, session, Options.Limits);
        if (Options.RefuseStranger(connection) is { } refusal)
        {
            connection.Output.Raw(refusal);
            connection.CloseAfterFlush();
            return endpoint;
        }
        foreach (IAuthenticator authenticator in _authenticators)
            session.IsAuthenticated &= !authenticator.IsRequired;
        _sessions.Add(session);
        foreach (ISessionObserver observer in _sessionObservers)
            Guarded(observer, static (one, of) => one.Opened(of), session);
        return endpoint;
    }

    public void OnFailure(Connection connection, Exception failure) =>
        _log.LogError(failure, "Client {Id} ({Address}) was cut off by a fault of the server.", connection.Id, connection.RemoteEndPoint);

    public void SessionEnded(Session session)
    {
        if (!_sessions.Remove(session))
            return;
        session.Closed();
        foreach (ISessionObserver observer in _sessionObservers)
            Guarded(observer, static (one, of) => one.Closed(of), session);
    }

    public void Reset(ClientSession session)
    {
        foreach (ISessionObserver observer in _sessionObservers)
            Guarded(observer, static (one, of) => one.Reset(of), session);
    }

    private void Guarded(ISessionObserver observer, Action<ISessionObserver, ClientSession> call, ClientSession session)
    {
        try
        {
            call(observer, session);
        }
        catch (Exception failure)
        {
            _log.LogError(failure, "The session observer {Observer} failed.", observer.GetType().FullName);
        }
    }

    // ---- the store's background work

    void IStoreGate.EnterShared() => Executor.EnterShared();

    void IStoreGate.ExitShared() => Executor.ExitShared();

    void IStoreGate.EnterExclusive() => _gate.EnterAlone(-1);

    void IStoreGate.ExitExclusive()
    {
        _gate.ExitAlone(-1);
        KeyEvents.EndRound();
    }

    /// <summary>Waits until no command runs; see <see cref="Gate.TryEnterAlone"/>.</summary>
    public bool TryEnterAlone(TimeSpan patience) => _gate.TryEnterAlone(patience);

    public void ExitAlone() => _gate.ExitAlone(-1);

    public void EnterGate(Worker worker) => _gate.Enter(worker.Index);

    public void ExitGate(Worker worker) => _gate.Exit(worker.Index);
}

/// <summary>What does not change while an engine runs.</summary>
internal sealed record EngineOptions
{
    public required int Workers { get; init; }
    public required int Databases { get; init; }
    public required ProtocolLimits Limits { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Says why a connection is refused (protected mode), as a finished frame; null: it is welcome.</summary>
    public Func<Connection, byte[]?> RefuseStranger { get; init; } = static _ => null;

    /// <summary>Whether run times are kept as distributions. Asked after every command; changed by CONFIG SET.</summary>
    public Func<bool> TracksLatency { get; init; } = static () => true;
}
