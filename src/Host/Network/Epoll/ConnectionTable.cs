namespace CacheStorm.Host.Network.Epoll;

/// <summary>
/// The connections of one worker, numbered. The number that the kernel gives back carries a generation, so an event
/// for a connection that has gone can't reach the one that took its place. Touched by the worker's thread only.
/// </summary>
internal sealed class ConnectionTable
{
    private const uint GenerationMask = 0x7FFF_FFFF;

    private EpollConnection?[] _connections = new EpollConnection?[16];
    private uint[] _generations = new uint[16];
    private readonly Stack<int> _free = new();
    private int _used;

    public int Capacity => _used;

    public EpollConnection? this[int slot] => _connections[slot];

    public ulong Add(EpollConnection connection)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _used++;
            if (slot == _connections.Length)
            {
                Array.Resize(ref _connections, slot * 2);
                Array.Resize(ref _generations, slot * 2);
            }
        }
        _connections[slot] = connection;
        _generations[slot] = (_generations[slot] + 1) & GenerationMask;
        connection.Slot = slot;
        return DataOf(connection);
    }

    public ulong DataOf(EpollConnection connection) =>
        ((ulong)_generations[connection.Slot] << 32) | (uint)connection.Slot;

    public EpollConnection? Find(ulong data)
    {
        int slot = (int)(uint)data;
        return _generations[slot] == (uint)(data >> 32) ? _connections[slot] : null;
    }

    public void Remove(EpollConnection connection)
    {
        _connections[connection.Slot] = null;
        _free.Push(connection.Slot);
        connection.Slot = -1;
    }
}
