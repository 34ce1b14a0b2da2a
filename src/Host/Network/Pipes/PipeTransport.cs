using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Network.Pipes;

/// <summary>
/// Serves clients over the platform's sockets and pipes: everywhere but on Linux, and for TLS. Its state is made
/// before it starts or safe for any thread.
/// </summary>
internal sealed class PipeTransport : ITransport
{
    private static readonly TimeSpan s_handshakeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly NetworkServer _server;
    private readonly List<Listener> _listeners;
    private readonly TlsContext? _tls;
    private readonly PipeWorker[] _workers;
    private readonly ConcurrentDictionary<PipeConnection, Socket> _connections = new();
    private readonly ConcurrentDictionary<Socket, bool> _handshakes = new();
    private readonly CancellationTokenSource _stopAccepting = new();
    private readonly List<Task> _accepting = [];
    private Timer? _timer;
    private volatile bool _draining;

    public PipeTransport(NetworkServer server, List<Listener> listeners, TlsContext? tls, int firstWorker, int workers)
    {
        _server = server;
        _listeners = listeners;
        _tls = tls;
        _workers = new PipeWorker[workers];
        for (int i = 0; i < workers; i++)
            _workers[i] = new PipeWorker(firstWorker + i);
    }

    public void Start()
    {
        foreach (Listener listener in _listeners)
            _accepting.Add(AcceptAsync(listener));
        _timer = new Timer(_ => Tick(), null, s_tick, s_tick);
    }

    public async Task StopAcceptingAsync()
    {
        await _stopAccepting.CancelAsync();
        await Task.WhenAll(_accepting);
        foreach (Listener listener in _listeners)
            listener.Dispose();
    }

    public void Drain()
    {
        _draining = true;
        foreach (Socket socket in _handshakes.Keys)
            socket.Dispose();
        foreach (PipeConnection connection in _connections.Keys)
            connection.Post(static (ending, _) => ending.CloseAfterFlush(CloseReason.Shutdown));
    }

    public void Stop()
    {
        _stopAccepting.Cancel();
        _timer?.Dispose();
        foreach (PipeConnection connection in _connections.Keys)
            connection.Stop();
        foreach (Listener listener in _listeners)
            listener.Dispose();
    }

    private void Tick()
    {
        foreach (PipeConnection connection in _connections.Keys)
            connection.Tick();
    }

    private async Task AcceptAsync(Listener listener)
    {
        while (!_stopAccepting.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.Socket.AcceptAsync(_stopAccepting.Token);
                _ = Task.Run(() => ServeAsync(listener, socket));
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException failure)
            {
                _server.Log.LogWarning("{Listener} could not accept a client: {Reason}", listener.Name, failure.Message);
                await Task.Delay(100);
            }
        }
    }

    private async Task ServeAsync(Listener listener, Socket socket)
    {
        using Socket owned = socket;
        if (!_server.TryAdmit())
        {
            await RefuseAsync(listener, socket);
            return;
        }

        PipeConnection? connection = null;
        try
        {
            Prepare(listener, socket);
            await using Stream stream = await OpenAsync(listener, socket);
            var pipe = new StreamDuplexPipe(stream);
            PipeWorker worker = LeastLoaded();
            connection = new PipeConnection(_server, worker, pipe, PeerOf(listener, socket, stream as SslStream))
            {
                Abandon = socket.Dispose,
            };
            await ServeAsync(connection, worker, socket);
            if (stream is SslStream encrypted)
                await SayGoodbyeAsync(encrypted);
            else
                socket.Shutdown(SocketShutdown.Both);
            await pipe.Input.CompleteAsync();
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException
            or OperationCanceledException or ObjectDisposedException)
        {
            _server.Log.LogDebug("A client of {Listener} was lost: {Reason}", listener.Name, failure.Message);
        }
        finally
        {
            if (connection is null)
                _server.ConnectionGone();
        }
    }

    private async Task ServeAsync(PipeConnection connection, PipeWorker worker, Socket socket)
    {
        worker.Enter();
        _connections[connection] = socket;
        try
        {
            if (_draining)
                connection.PostClose(afterFlush: true);
            await connection.RunAsync();
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            worker.Leave();
        }
    }

    private async Task<Stream> OpenAsync(Listener listener, Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (!listener.IsTls)
            return stream;
        _handshakes[socket] = true;
        try
        {
            using var timeout = new CancellationTokenSource(s_handshakeTimeout);
            return await _tls!.HandshakeAsync(stream, timeout.Token);
        }
        finally
        {
            _handshakes.TryRemove(socket, out _);
        }
    }

    private void Prepare(Listener listener, Socket socket)
    {
        if (listener.UnixPath is not null)
            return;
        socket.NoDelay = true;
        int seconds = _server.TcpKeepAliveSeconds;
        if (seconds <= 0)
            return;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 3));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    private static PipePeer PeerOf(Listener listener, Socket socket, SslStream? tls)
    {
        if (listener.UnixPath is { } path)
        {
            string name = EndPointText.FromPath(path);
            return new PipePeer { Remote = name, Local = name, IsLocal = true, IsUnixSocket = true };
        }
        return new PipePeer
        {
            Remote = EndPointText.From(socket.RemoteEndPoint, out bool isLocal),
            Local = EndPointText.From(socket.LocalEndPoint, out _),
            IsLocal = isLocal,
            IsTls = tls is not null,
            CertificateSubject = tls?.RemoteCertificate?.Subject,
            Descriptor = (int)socket.Handle,
        };
    }

    /// <summary>In clear text even where TLS is spoken, as Redis does: a handshake is what there is no room for.</summary>
    private static async Task RefuseAsync(Listener listener, Socket socket)
    {
        try
        {
            await socket.SendAsync(NetworkServer.TooManyClients.ToArray());
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It left by itself.
        }
    }

    private static async Task SayGoodbyeAsync(SslStream stream)
    {
        try
        {
            await stream.ShutdownAsync();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side is gone.
        }
    }

    private PipeWorker LeastLoaded()
    {
        PipeWorker least = _workers[0];
        foreach (PipeWorker worker in _workers)
        {
            if (worker.Load < least.Load)
                least = worker;
        }
        return least;
    }
}
