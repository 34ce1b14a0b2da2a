namespace CacheStorm.Host.Network.Epoll;

/// <content>
/// Serving from within a command that goes on and on. The round of events that brought the command is still being worked off, and what it was
/// read into still holds it: so this has buffers of its own, leaves the command's connection alone and puts posted work off.
/// </content>
internal sealed unsafe partial class EpollWorker
{
    private byte[]? _busyEvents;
    private byte[]? _busyBuffer;

    /// <summary>Looks once at what the others want. On the worker's thread.</summary>
    /// <param name="busy">The connection whose command runs.</param>
    public void ServeOthers(EpollConnection busy)
    {
        _busyEvents ??= GC.AllocateArray<byte>(EventCapacity * 16, pinned: true);
        _busyBuffer ??= GC.AllocateUninitializedArray<byte>(ReadSize, pinned: true);
        if (busy.Slot >= 0 && busy.Interest != 0)
        {
            busy.Interest = 0;
            LinuxSockets.Control(_epoll, LinuxSockets.EpollModify, busy.Socket, 0, _connections.DataOf(busy));
        }
        AdoptPosted();
        SendHeldBack(busy);
        fixed (byte* events = _busyEvents, buffer = _busyBuffer)
        {
            int count = LinuxSockets.Wait(_epoll, events, EventCapacity, 0);
            long now = Environment.TickCount64;
            for (int i = 0; i < count; i++)
                HandleBusy(busy, EpollEvents.Events(events, i), EpollEvents.Data(events, i), buffer, now);
        }
    }

    private void HandleBusy(EpollConnection busy, uint events, ulong data, byte* buffer, long now)
    {
        if (data >= FirstListenerData)
        {
            if (data == WakeData)
                Volatile.Write(ref _signalled, 0);
            else
                Accept((int)(data - FirstListenerData));
            return;
        }
        if (_connections.Find(data) is not { } connection || connection == busy)
            return;
        if ((events & LinuxSockets.EpollIn) != 0)
        {
            try
            {
                connection.Receive(_busyBuffer!, buffer, now);
            }
            catch (Exception failure)
            {
                connection.Abort(failure);
            }
        }
        else if ((events & (LinuxSockets.EpollHangUp | LinuxSockets.EpollError)) != 0)
            connection.Close(CloseReason.Disconnected);
        else if ((events & LinuxSockets.EpollReadHangUp) != 0)
            connection.HungUp();
        Settle(connection);
    }

    /// <summary>Replies of this round that wait for its end leave now. The list stays as it is: somebody may be walking through it.</summary>
    private void SendHeldBack(EpollConnection busy)
    {
        for (int i = 0; i < _dirty.Count; i++)
        {
            if (_dirty[i] is { Slot: >= 0 } connection && connection != busy)
                Settle(connection);
        }
    }

    /// <summary>Takes over connections that are new; all other posted work waits for the end of the command.</summary>
    private void AdoptPosted()
    {
        for (int i = _posted.Count; i > 0 && _posted.TryDequeue(out WorkItem item); i--)
        {
            if (item is { Connection: { Slot: < 0 } connection, Callback: null })
                Register(connection);
            else
                _posted.Enqueue(item);
        }
    }
}
