using System.Buffers;

namespace CacheStorm.Host.Network;

/// <summary>
/// The bytes of an unfinished command, kept until the rest comes. A connection has one only while there is something
/// to keep. Owned by the connection's thread; the memory comes from the pool of the connection's worker while it is
/// small, and is pinned then.
/// </summary>
internal sealed class InputBuffer
{
    /// <summary>The most that is added ahead of the bytes that have arrived.</summary>
    public const int LargestStep = 64 << 20;

    private const int SmallStep = 64 * 1024;
    private const int LargestPooled = 1 << 20;

    private readonly ReplyChunkPool _pool;
    private byte[] _bytes = [];
    private int _start;
    private int _end;

    public InputBuffer(ReplyChunkPool pool) => _pool = pool;

    public byte[] Bytes => _bytes;

    public int Start => _start;

    public int Count => _end - _start;

    public int Capacity => _bytes.Length;

    /// <summary>Where the next bytes can be read to; at least one byte after <see cref="MakeRoom"/>.</summary>
    public int End => _end;

    public int Room => _bytes.Length - _end;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Room < bytes.Length)
            Grow(checked(Count + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>Makes room behind the bytes: towards what is expected, in steps that the arrived bytes justify.</summary>
    public void MakeRoom(long expected)
    {
        if (Room >= SmallStep || (Room > 0 && Count + Room >= expected && expected > 0))
            return;
        long step = Math.Clamp(Count, SmallStep, LargestStep);
        long wanted = expected > Count ? Math.Min(expected, Count + step) : Count + step;
        if (wanted > _bytes.Length || Room == 0)
            Grow((int)Math.Min(Math.Max(wanted, Count + 1L), Array.MaxLength));
    }

    /// <summary>Counts bytes that were read to <see cref="End"/>.</summary>
    public void Arrived(int count) => _end += count;

    /// <summary>Drops bytes from the front; the memory goes back when nothing is left.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
            Free();
    }

    public void Free()
    {
        Return(_bytes);
        _bytes = [];
        _start = 0;
        _end = 0;
    }

    private void Grow(int size)
    {
        int count = Count;
        byte[] from = _bytes;
        // There may be enough behind what was consumed already: then only move to the front.
        if (size > from.Length)
        {
            _bytes = size <= ReplyChunkPool.ChunkSize ? _pool.Rent()
                : size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size)
                : GC.AllocateUninitializedArray<byte>(size);
        }
        from.AsSpan(_start, count).CopyTo(_bytes);
        if (!ReferenceEquals(from, _bytes))
            Return(from);
        _start = 0;
        _end = count;
    }

    private void Return(byte[] bytes)
    {
        if (bytes.Length == ReplyChunkPool.ChunkSize)
            _pool.Return(bytes);
        else if (bytes.Length is > 0 and <= LargestPooled)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}
