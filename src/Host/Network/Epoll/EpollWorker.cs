using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Network.Epoll;

/// <summary>
/// One thread with an epoll of its own, and the connections that belong to it. Everything here is touched by that
/// thread only; others reach it through <see cref="Post"/>. A request costs three system calls: wait, receive, send.
/// </summary>
internal sealed unsafe partial class EpollWorker
{
    /// <summary>Less than this is moved in front of the next read; more has a buffer of its own to be read into.</summary>
    public const int SmallLeftover = 4096;

    private const int ReadSize = 64 * 1024;
    private const int EventCapacity = 256;
    private const int TickMilliseconds = 1000;
    private const int MostToHoldBack = 16 * 1024;
    private const ulong WakeData = ulong.MaxValue;
    private const ulong FirstListenerData = ulong.MaxValue - 1024;

    private readonly NetworkServer _server;
    private readonly int _epoll = LinuxSockets.CreateEpoll();
    private readonly int _event = LinuxSockets.CreateEvent();
    private readonly ConcurrentQueue<WorkItem> _posted = new();
    private readonly List<EpollConnection> _dirty = [];
    private readonly byte[] _readBuffer = GC.AllocateUninitializedArray<byte>(ReadSize, pinned: true);
    private readonly byte[] _events = GC.AllocateArray<byte>(EventCapacity * 16, pinned: true);
    private readonly ConnectionTable _connections = new();
    private readonly Thread _thread;
    private int _signalled;
    private volatile bool _draining;
    private bool _drained;
    private volatile bool _stopping;
    private long _now = Environment.TickCount64;
    private long _nextTick;

    public EpollWorker(NetworkServer server, int index)
    {
        _server = server;
        Index = index;
        _thread = new Thread(Run) { IsBackground = true, Name = $"io-{index}" };
    }

    public int Index { get; }

    /// <summary>The chunks of this worker's connections.</summary>
    public ReplyChunkPool Chunks { get; } = ReplyChunkPool.ForOneThread();

    /// <summary>How many connections it has or is about to have. Any thread.</summary>
    public int Load => Volatile.Read(ref _load);

    private int _load;

    public void Start()
    {
        LinuxSockets.Control(_epoll, LinuxSockets.EpollAdd, _event, LinuxSockets.EpollIn | LinuxSockets.EpollEdge, WakeData);
        _thread.Start();
    }

    /// <summary>Runs work for a connection on the worker's thread; without a callback it is only looked after. Any thread.</summary>
    public void Post(EpollConnection? connection, Action<Connection, object?>? callback, object? state)
    {
        _posted.Enqueue(new WorkItem(connection, callback, state));
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
            Signal();
    }

    /// <summary>Takes over a socket that was just accepted. Any thread.</summary>
    public void Adopt(EpollConnection connection)
    {
        Interlocked.Increment(ref _load);
        Post(connection, null, null);
    }

    /// <summary>Closes every connection once its replies are sent. Any thread.</summary>
    public void Drain()
    {
        _draining = true;
        Signal();
    }

    /// <summary>Ends the thread and what is left of its connections. Any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        Signal();
        if (_thread.IsAlive && Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
            _thread.Join();
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0)
            LinuxSockets.Wake(_event);
    }

    private void Run()
    {
        fixed (byte* events = _events, buffer = _readBuffer)
        {
            while (!_stopping)
            {
                RunPosted();
                int count = LinuxSockets.Wait(_epoll, events, EventCapacity, _posted.IsEmpty ? TickMilliseconds : 0);
                _now = Environment.TickCount64;
                for (int i = 0; i < count; i++)
                    Handle(EpollEvents.Events(events, i), EpollEvents.Data(events, i), buffer);
                SettleDirty();
                if (_now >= _nextTick)
                    Tick();
            }
        }
        CloseAll();
        LinuxSockets.Close(_epoll);
        LinuxSockets.Close(_event);
    }

    private void Handle(uint events, ulong data, byte* buffer)
    {
        if (data >= FirstListenerData)
        {
            if (data == WakeData)
                Volatile.Write(ref _signalled, 0); // the queue is looked at next, so nothing posted now is missed
            else
                Accept((int)(data - FirstListenerData));
            return;
        }

        EpollConnection? connection = _connections.Find(data);
        if (connection is null)
            return; // closed by an earlier event of the same wake-up
        if ((events & LinuxSockets.EpollIn) != 0)
        {
            // Replies leave together, when all who have sent something were heard: a client program that has many connections is woken once,
            // not by each of them. What is large doesn't wait, nor does an end: its place is free for whom is accepted next.
            Receive(connection, buffer);
            if (connection is { HasEnded: false, IsClosing: false } && connection.Output.Length is > 0 and < MostToHoldBack)
            {
                MarkDirty(connection);
                return;
            }
        }
        else if ((events & (LinuxSockets.EpollHangUp | LinuxSockets.EpollError)) != 0)
            connection.Close(CloseReason.Disconnected);
        else if ((events & LinuxSockets.EpollReadHangUp) != 0)
            connection.HungUp();
        Settle(connection);
    }

    private void Receive(EpollConnection connection, byte* buffer)
    {
        try
        {
            connection.Receive(_readBuffer, buffer, _now);
        }
        catch (Exception failure)
        {
            // No memory for its bytes, say. The others are served on.
            connection.Abort(failure);
        }
    }

    private void RunPosted()
    {
        if (_posted.IsEmpty && _draining == _drained)
            return;
        // What is posted meanwhile waits for the next round, so sockets get their turn.
        for (int i = _posted.Count; i > 0 && _posted.TryDequeue(out WorkItem item); i--)
        {
            EpollConnection? connection = item.Connection;
            if (connection is null)
                item.Callback?.Invoke(null!, item.State);
            else if (item.Callback is null && connection.Slot < 0)
                Register(connection);
            else if (connection.Slot >= 0)
                RunFor(connection, item);
        }
        SettleDirty();
        if (_draining && !_drained)
            DrainConnections();
    }

    private void RunFor(EpollConnection connection, WorkItem item)
    {
        if (item.Callback is not null)
            connection.Run(item.Callback, item.State);
        MarkDirty(connection);
    }

    private void MarkDirty(EpollConnection connection)
    {
        if (connection.IsDirty)
            return;
        connection.IsDirty = true;
        _dirty.Add(connection);
    }

    private void SettleDirty()
    {
        foreach (EpollConnection connection in _dirty)
        {
            connection.IsDirty = false;
            if (connection.Slot >= 0)
                Settle(connection);
        }
        _dirty.Clear();
    }

    private void Register(EpollConnection connection)
    {
        if (connection.IsClosing)
            return; // what was woken late: it has gone already
        ulong data = _connections.Add(connection);
        connection.Interest = LinuxSockets.EpollIn;
        if (!LinuxSockets.Control(_epoll, LinuxSockets.EpollAdd, connection.Socket, connection.Interest, data))
            connection.Close(CloseReason.Disconnected);
        connection.Start();
        if (_draining)
            connection.CloseAfterFlush(CloseReason.Shutdown);
        Settle(connection);
    }

    private void Settle(EpollConnection connection)
    {
        try
        {
            connection.Settle(_now);
        }
        catch (Exception failure)
        {
            connection.Abort(failure);
        }
        if (connection.IsDone)
        {
            Destroy(connection);
            return;
        }
        uint wanted = connection.WantedInterest();
        if (wanted != connection.Interest)
        {
            connection.Interest = wanted;
            LinuxSockets.Control(
                _epoll, LinuxSockets.EpollModify, connection.Socket, wanted, _connections.DataOf(connection));
        }
    }

    private void Destroy(EpollConnection connection)
    {
        _connections.Remove(connection);
        LinuxSockets.Close(connection.Socket); // which also takes it out of the epoll
        Interlocked.Decrement(ref _load);
        connection.End();
    }

    private void Tick()
    {
        _nextTick = _now + TickMilliseconds;
        ResumeListeners();
        for (int i = 0; i < _connections.Capacity; i++)
        {
            if (_connections[i] is not { } connection)
                continue;
            connection.Tick(_now);
            if (connection.IsClosing)
                Settle(connection);
        }
    }

    private void DrainConnections()
    {
        _drained = true;
        for (int i = 0; i < _connections.Capacity; i++)
        {
            if (_connections[i] is not { } connection)
                continue;
            connection.CloseAfterFlush(CloseReason.Shutdown);
            Settle(connection);
        }
    }

    private void CloseAll()
    {
        while (_posted.TryDequeue(out WorkItem item))
        {
            if (item is { Connection: { Slot: < 0, IsClosing: false } connection, Callback: null })
            {
                LinuxSockets.Close(connection.Socket);
                _server.ConnectionGone();
            }
        }
        for (int i = 0; i < _connections.Capacity; i++)
        {
            if (_connections[i] is not { } connection)
                continue;
            connection.Close(CloseReason.Shutdown);
            Destroy(connection);
        }
    }

    private readonly record struct WorkItem(
        EpollConnection? Connection, Action<Connection, object?>? Callback, object? State);
}
