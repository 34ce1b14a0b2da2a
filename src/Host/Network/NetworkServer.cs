using CacheStorm.Host.Network.Epoll;
using CacheStorm.Host.Network.Pipes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CacheStorm.Host.Network;

/// <summary>
/// The network as a whole: its listeners, the transports that serve them, the limits and the counts that all
/// connections share. Started and stopped by the host; the limits may be changed by any thread.
/// </summary>
internal sealed class NetworkServer : IAsyncDisposable
{
    private readonly NetworkSettings _settings;
    private readonly List<ITransport> _transports = [];
    private readonly bool _usesEpoll;
    private int _connections;
    private int _maxConnections;
    private int _tcpKeepAliveSeconds;
    private int _idleTimeoutSeconds;
    private long _accepted;
    private long _rejected;
    private bool _accepting;

    public NetworkServer(
        NetworkSettings settings, IConnectionHandler handler, IWorkerHooks hooks, ILogger? log = null)
    {
        _settings = settings;
        Handler = handler;
        Hooks = hooks;
        Log = log ?? NullLogger.Instance;
        _maxConnections = settings.MaxConnections;
        _tcpKeepAliveSeconds = settings.TcpKeepAliveSeconds;
        _idleTimeoutSeconds = settings.IdleTimeoutSeconds;
        _usesEpoll = EpollTransport.IsSupported && !settings.Portable;
        bool usesPipes = !_usesEpoll || settings.TlsPort != 0;
        WorkerCount = (_usesEpoll ? settings.IoThreads : 0) + (usesPipes ? settings.IoThreads : 0);
        Traffic = new TrafficCounters(WorkerCount);
    }

    /// <summary>What a client beyond <c>maxclients</c> is told.</summary>
    public static ReadOnlySpan<byte> TooManyClients => "-ERR max number of clients reached\r\n"u8;

    /// <summary>How many worker numbers there are; the hooks see 0 up to this.</summary>
    public int WorkerCount { get; }

    /// <summary>What went over the wire since the start.</summary>
    public TrafficCounters Traffic { get; }

    public ProtocolLimits Limits { get; } = new();

    public OutputLimits OutputLimits { get; } = new();

    /// <summary><c>maxclients</c>.</summary>
    public int MaxConnections
    {
        get => Volatile.Read(ref _maxConnections);
        set => Volatile.Write(ref _maxConnections, value);
    }

    /// <summary><c>tcp-keepalive</c>, for clients that come from now on.</summary>
    public int TcpKeepAliveSeconds
    {
        get => Volatile.Read(ref _tcpKeepAliveSeconds);
        set => Volatile.Write(ref _tcpKeepAliveSeconds, value);
    }

    /// <summary><c>timeout</c>.</summary>
    public int IdleTimeoutSeconds
    {
        get => Volatile.Read(ref _idleTimeoutSeconds);
        set => Volatile.Write(ref _idleTimeoutSeconds, value);
    }

    public int ConnectionCount => Volatile.Read(ref _connections);

    /// <summary>How many clients were taken in since the start.</summary>
    public long AcceptedCount => Volatile.Read(ref _accepted);

    /// <summary>How many were turned away because there were too many.</summary>
    public long RejectedCount => Volatile.Read(ref _rejected);

    /// <summary>What is listened on, once started.</summary>
    public IReadOnlyList<Listener> Listeners { get; private set; } = [];

    internal IConnectionHandler Handler { get; }

    internal IWorkerHooks Hooks { get; }

    internal ILogger Log { get; }

    /// <summary>Listens and serves.</summary>
    /// <exception cref="ListenException">An address can't be had; nothing is listened on then.</exception>
    public void Start()
    {
        var plain = new List<Listener>();
        var encrypted = new List<Listener>();
        try
        {
            if (_settings.Port != 0)
                plain.AddRange(Listener.BindAll(_settings.Bind, _settings.Port, _settings.Backlog, isTls: false));
            if (_settings.UnixSocket is { Length: > 0 } path)
                plain.Add(Listener.BindUnix(path, _settings.UnixSocketPermissions, _settings.Backlog));
            if (_settings.TlsPort != 0)
                encrypted.AddRange(Listener.BindAll(_settings.Bind, _settings.TlsPort, _settings.Backlog, isTls: true));
            Listeners = [.. plain, .. encrypted];
            AddTransports(plain, encrypted);
        }
        catch
        {
            foreach (Listener listener in plain.Concat(encrypted))
                listener.Dispose();
            throw;
        }
        _accepting = true;
        foreach (ITransport transport in _transports)
            transport.Start();
    }

    /// <summary>Accepts nobody any more; those who are here are served on.</summary>
    public async Task StopAcceptingAsync()
    {
        if (!_accepting)
            return;
        _accepting = false;
        foreach (ITransport transport in _transports)
            await transport.StopAcceptingAsync();
    }

    /// <summary>
    /// Lets running commands finish and their replies reach the clients, closes the connections, and cuts off those
    /// that don't read theirs in time.
    /// </summary>
    /// <returns>Whether everybody got everything.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout)
    {
        await StopAcceptingAsync();
        foreach (ITransport transport in _transports)
            transport.Drain();
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (ConnectionCount > 0 && Environment.TickCount64 < deadline)
            await Task.Delay(5);
        bool complete = ConnectionCount == 0;
        foreach (ITransport transport in _transports)
            transport.Stop();
        _transports.Clear();
        return complete;
    }

    public async ValueTask DisposeAsync() => await DrainAsync(TimeSpan.Zero);

    /// <summary>Counts one client more, unless there are too many.</summary>
    internal bool TryAdmit()
    {
        if (Interlocked.Increment(ref _connections) <= MaxConnections)
        {
            Interlocked.Increment(ref _accepted);
            return true;
        }
        Interlocked.Decrement(ref _connections);
        Interlocked.Increment(ref _rejected);
        return false;
    }

    /// <summary>Counts one client less. Called once for each that was admitted.</summary>
    internal void ConnectionGone() => Interlocked.Decrement(ref _connections);

    private void AddTransports(List<Listener> plain, List<Listener> encrypted)
    {
        var piped = new List<Listener>(encrypted);
        int worker = 0;
        if (_usesEpoll)
        {
            _transports.Add(new EpollTransport(this, plain, worker, _settings.IoThreads));
            worker += _settings.IoThreads;
        }
        else
        {
            piped.AddRange(plain);
        }
        if (worker < WorkerCount)
        {
            TlsContext? tls = encrypted.Count > 0
                ? TlsContext.Load(_settings.Tls ?? throw new ListenException("A TLS port needs a certificate and its key."))
                : null;
            _transports.Add(new PipeTransport(this, piped, tls, worker, WorkerCount - worker));
        }
    }
}
