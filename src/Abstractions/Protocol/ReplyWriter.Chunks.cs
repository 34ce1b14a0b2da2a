using System.Buffers;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <content>
/// The storage: a list of segments, the last of which is being written. A segment is a part of a chunk; neighbours
/// that lie in the same chunk come from a deferred length. A chunk is never enlarged, so nothing is copied twice.
/// </content>
public sealed partial class ReplyWriter
{
    private readonly ReplyChunkPool _pool;
    private Segment[] _segments = new Segment[2];
    private int _head;              // the first segment that holds unsent bytes
    private int _last;              // the segment being written; its end is _position
    private byte[] _buffer = [];    // the chunk of the last segment
    private int _position;          // where the next byte goes
    private long _closedBytes;      // unsent bytes in the segments before the last

    /// <summary>How many bytes are waiting to be taken.</summary>
    public long Length => _closedBytes + (_position - _segments[_last].Start);

    /// <summary>How many segments hold the waiting bytes, empty ones included.</summary>
    internal int SegmentCount => _last - _head + 1;

    /// <summary>The bytes of the waiting segment with this number, counted from the first.</summary>
    internal ArraySegment<byte> GetSegment(int index)
    {
        index += _head;
        ref Segment segment = ref _segments[index];
        int end = index == _last ? _position : segment.End;
        return new ArraySegment<byte>(segment.Buffer ?? [], segment.Start, end - segment.Start);
    }

    /// <summary>Drops bytes from the front, which have been sent; chunks that are done with go back.</summary>
    internal void Consume(long count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)count, (ulong)Length, nameof(count));
        while (_head < _last)
        {
            ref Segment segment = ref _segments[_head];
            int length = segment.End - segment.Start;
            if (count < length)
            {
                segment.Start += (int)count;
                _closedBytes -= count;
                return;
            }
            count -= length;
            _closedBytes -= length;
            if (segment.Buffer != _segments[_head + 1].Buffer)
                Release(segment.Buffer);
            segment.Buffer = null;
            _head++;
        }
        _segments[_last].Start += (int)count;
        if (_segments[_last].Start == _position)
            Reset();
    }

    /// <summary>Forgets everything that waits and gives the memory back.</summary>
    public void Reset()
    {
        for (int i = _head; i <= _last; i++)
        {
            if (i == _last || _segments[i].Buffer != _segments[i + 1].Buffer)
                Release(_segments[i].Buffer);
            _segments[i].Buffer = null;
        }
        _head = 0;
        _last = 0;
        _segments[0] = default;
        _buffer = [];
        _position = 0;
        _closedBytes = 0;
        if (_segments.Length > 64)
            _segments = new Segment[2];
    }

    /// <summary>The waiting bytes where they are, when they lie in one piece. Valid until the next write.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False when they don't: <see cref="CopyTo(Span{byte})"/> puts them together.</returns>
    public bool TryGetSpan(out ReadOnlySpan<byte> bytes)
    {
        bytes = _head == _last ? _buffer.AsSpan(_segments[_last].Start, _position - _segments[_last].Start) : default;
        return _head == _last;
    }

    /// <summary>Copies the waiting bytes.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        for (int i = 0; i < SegmentCount; i++)
        {
            ReadOnlySpan<byte> segment = GetSegment(i);
            segment.CopyTo(destination);
            destination = destination[segment.Length..];
        }
    }

    /// <summary>Appends the waiting bytes to another writer.</summary>
    public void CopyTo(ReplyWriter destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        for (int i = 0; i < SegmentCount; i++)
            destination.Raw(GetSegment(i));
    }

    /// <summary>The waiting bytes in an array of their own.</summary>
    public byte[] ToArray()
    {
        var copy = new byte[checked((int)Length)];
        CopyTo(copy);
        return copy;
    }

    /// <summary>Closes the segment being written and begins one with room for at least so many bytes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NextChunk(int room)
    {
        byte[] chunk = room <= ReplyChunkPool.ChunkSize ? _pool.Rent() : ArrayPool<byte>.Shared.Rent(room);
        if (_position > _segments[_last].Start)
        {
            CloseLast();
            _last++;
        }
        else
        {
            // Nothing in it. A checkpoint may point here and stays right, for it comes back to an empty segment.
            if (_last == _head || _segments[_last - 1].Buffer != _segments[_last].Buffer)
                Release(_segments[_last].Buffer);
        }
        _segments[_last] = new Segment { Buffer = chunk };
        _buffer = chunk;
        _position = 0;
    }

    private void CloseLast()
    {
        ref Segment segment = ref _segments[_last];
        segment.End = _position;
        _closedBytes += _position - segment.Start;
        if (_last + 1 == _segments.Length)
            System.Array.Resize(ref _segments, _segments.Length * 2);
    }

    private void Release(byte[]? chunk)
    {
        if (chunk is null)
            return;
        if (chunk.Length == ReplyChunkPool.ChunkSize)
            _pool.Return(chunk);
        else
            ArrayPool<byte>.Shared.Return(chunk);
    }

    private struct Segment
    {
        public byte[]? Buffer;
        public int Start;
        public int End;
    }
}
