using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Network.Epoll;

/// <content>The listeners, which one worker looks after for all.</content>
internal sealed unsafe partial class EpollWorker
{
    private const int AcceptsAtOnce = 1000;
    private const int AddressRoom = 128;

    private readonly List<Listener> _listeners = [];
    private readonly List<int> _restingListeners = [];
    private EpollWorker[] _workers = [];

    /// <summary>Makes this worker accept for all of them. Before it is started.</summary>
    public void Listen(IEnumerable<Listener> listeners, EpollWorker[] workers)
    {
        _workers = workers;
        foreach (Listener listener in listeners)
        {
            _listeners.Add(listener);
            Watch(_listeners.Count - 1, LinuxSockets.EpollAdd, LinuxSockets.EpollIn);
        }
    }

    /// <summary>Accepts nobody any more. Any thread; done when the task is.</summary>
    public Task StopListening()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(null, (_, _) =>
        {
            for (int i = 0; i < _listeners.Count; i++)
                Watch(i, LinuxSockets.EpollDelete, 0);
            _listeners.Clear();
            _restingListeners.Clear();
            done.SetResult();
        }, null);
        return done.Task;
    }

    private void Watch(int index, int operation, uint events) => LinuxSockets.Control(
        _epoll, operation, Descriptor(_listeners[index]), events, FirstListenerData + (ulong)index);

    private static int Descriptor(Listener listener) => (int)listener.Socket.Handle;

    private void Accept(int index)
    {
        if (index >= _listeners.Count)
            return;
        Listener listener = _listeners[index];
        byte* address = stackalloc byte[AddressRoom];
        for (int i = 0; i < AcceptsAtOnce; i++)
        {
            uint length = AddressRoom;
            int socket = LinuxSockets.Accept(Descriptor(listener), address, ref length);
            if (socket >= 0)
            {
                Welcome(listener, socket, new ReadOnlySpan<byte>(address, (int)Math.Min(length, AddressRoom)));
                continue;
            }
            if (-socket is LinuxSockets.TooManyFiles or LinuxSockets.TooManyFilesInSystem)
                Rest(index);
            if (-socket is not (LinuxSockets.Interrupted or 103 /* aborted before we came */))
                return;
        }
    }

    private void Welcome(Listener listener, int socket, ReadOnlySpan<byte> remote)
    {
        if (!_server.TryAdmit())
        {
            ReadOnlySpan<byte> refusal = NetworkServer.TooManyClients;
            fixed (byte* bytes = refusal)
                LinuxSockets.Send(socket, bytes, refusal.Length, more: false);
            LinuxSockets.Close(socket);
            return;
        }

        AcceptedFrom from;
        if (listener.UnixPath is { } path)
        {
            from = new AcceptedFrom(EndPointText.FromPath(path), EndPointText.FromPath(path), true, true);
        }
        else
        {
            LinuxSockets.SetNoDelay(socket);
            if (_server.TcpKeepAliveSeconds > 0)
                LinuxSockets.SetKeepAlive(socket, _server.TcpKeepAliveSeconds);
            byte* local = stackalloc byte[AddressRoom];
            uint length = AddressRoom;
            LinuxSockets.LocalAddress(socket, local, ref length);
            from = new AcceptedFrom(
                EndPointText.From(remote, out bool isLocal),
                EndPointText.From(new ReadOnlySpan<byte>(local, (int)Math.Min(length, AddressRoom)), out _),
                isLocal, false);
        }

        EpollWorker worker = LeastLoaded();
        var connection = new EpollConnection(_server, worker, socket, from);
        worker.Adopt(connection);
    }

    private EpollWorker LeastLoaded()
    {
        EpollWorker least = _workers[0];
        foreach (EpollWorker worker in _workers)
        {
            if (worker.Load < least.Load)
                least = worker;
        }
        return least;
    }

    /// <summary>No descriptors left: the listener would wake us again and again, so it rests until the next tick.</summary>
    private void Rest(int index)
    {
        if (_restingListeners.Contains(index))
            return;
        Watch(index, LinuxSockets.EpollModify, 0);
        _restingListeners.Add(index);
        _server.Log.LogWarning("Out of file descriptors: {Listener} accepts nobody for a moment", _listeners[index].Name);
    }

    private void ResumeListeners()
    {
        foreach (int index in _restingListeners)
            Watch(index, LinuxSockets.EpollModify, LinuxSockets.EpollIn);
        _restingListeners.Clear();
    }
}
