namespace CacheStorm.Host.Network.Epoll;

/// <summary>
/// Serves clients on Linux with a thread for each worker and one epoll for each thread. The command runs on the
/// thread that read it.
/// </summary>
internal sealed class EpollTransport : ITransport
{
    private readonly EpollWorker[] _workers;
    private readonly List<Listener> _listeners;

    public EpollTransport(NetworkServer server, List<Listener> listeners, int firstWorker, int workers)
    {
        _listeners = listeners;
        foreach (Listener listener in listeners)
            listener.Socket.Blocking = false;
        _workers = new EpollWorker[workers];
        for (int i = 0; i < workers; i++)
            _workers[i] = new EpollWorker(server, firstWorker + i);
    }

    public static bool IsSupported => OperatingSystem.IsLinux();

    public void Start()
    {
        _workers[0].Listen(_listeners, _workers);
        foreach (EpollWorker worker in _workers)
            worker.Start();
    }

    public async Task StopAcceptingAsync()
    {
        await _workers[0].StopListening();
        foreach (Listener listener in _listeners)
            listener.Dispose();
    }

    public void Drain()
    {
        foreach (EpollWorker worker in _workers)
            worker.Drain();
    }

    public void Stop()
    {
        foreach (EpollWorker worker in _workers)
            worker.Stop();
        foreach (Listener listener in _listeners)
            listener.Dispose();
    }
}
