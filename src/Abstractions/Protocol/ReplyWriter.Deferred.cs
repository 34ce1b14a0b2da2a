namespace CacheStorm;

/// <summary>Stands for the length of an aggregate whose header is written last; see <see cref="ReplyWriter.DeferredArray"/>.</summary>
public readonly struct DeferredLength
{
    internal readonly int Segment;
    internal readonly int Position;
    internal readonly byte Type;

    internal DeferredLength(int segment, int position, byte type)
    {
        Segment = segment;
        Position = position;
        Type = type;
    }
}

/// <summary>A place in the output to come back to; see <see cref="ReplyWriter.Checkpoint"/>.</summary>
public readonly struct ReplyCheckpoint
{
    internal readonly int Segment;
    internal readonly long Length;

    internal ReplyCheckpoint(int segment, long length)
    {
        Segment = segment;
        Length = length;
    }
}

/// <content>Lengths that are known later, and replies that are taken back.</content>
public sealed partial class ReplyWriter
{
    private const int DeferredRoom = 16;
    private const int CheapMove = 2048;

    /// <summary>
    /// Starts an array whose length is not known yet. Write the elements, then call <see cref="Complete"/> with their
    /// number. Deferred lengths nest: the one begun last is completed first.
    /// </summary>
    public DeferredLength DeferredArray() => Defer((byte)'*');

    /// <summary>Starts a map whose number of pairs is not known yet.</summary>
    public DeferredLength DeferredMap() => Defer((byte)'%');

    /// <summary>Starts a set whose number of members is not known yet.</summary>
    public DeferredLength DeferredSet() => Defer((byte)'~');

    /// <summary>Writes the length that was left open.</summary>
    /// <param name="deferred">What was returned when the aggregate began.</param>
    /// <param name="count">Its elements, or for a map its pairs.</param>
    public void Complete(DeferredLength deferred, int count)
    {
        byte type = deferred.Type;
        long number = count;
        if (!IsResp3 && type != (byte)'*')
        {
            number = type == (byte)'%' ? 2L * count : count;
            type = (byte)'*';
        }

        Span<byte> room = stackalloc byte[HeaderRoom];
        ReadOnlySpan<byte> header = room[..WriteHeader(room, type, number)];
        byte[] chunk = _segments[deferred.Segment].Buffer!;
        int body = deferred.Position + DeferredRoom;
        int start = body - header.Length;

        if (deferred.Segment == _last && _position - body <= CheapMove)
        {
            // Short and in one piece: closing the gap is cheaper than one more segment to send.
            header.CopyTo(chunk.AsSpan(deferred.Position));
            int moved = deferred.Position + header.Length;
            chunk.AsSpan(body, _position - body).CopyTo(chunk.AsSpan(moved));
            _position -= body - moved;
            return;
        }

        header.CopyTo(chunk.AsSpan(start));
        Split(deferred.Segment, deferred.Position, start);
    }

    /// <summary>Remembers this place in the output. Nothing may be sent until it is used or forgotten.</summary>
    public ReplyCheckpoint Checkpoint() => new(_last, Length);

    /// <summary>Takes back everything written since the checkpoint.</summary>
    public void Rewind(ReplyCheckpoint checkpoint)
    {
        while (_last > checkpoint.Segment)
        {
            if (_segments[_last].Buffer != _segments[_last - 1].Buffer)
                Release(_segments[_last].Buffer);
            _segments[_last].Buffer = null;
            _last--;
            _closedBytes -= _segments[_last].End - _segments[_last].Start;
        }
        _buffer = _segments[_last].Buffer ?? [];
        _position = _segments[_last].Start + (int)(checkpoint.Length - _closedBytes);
    }

    /// <summary>How many bytes were written since the checkpoint.</summary>
    public long BytesSince(ReplyCheckpoint checkpoint) => Math.Max(0, Length - checkpoint.Length);

    /// <summary>Whether anything was written since the checkpoint.</summary>
    public bool HasWrittenSince(ReplyCheckpoint checkpoint) => Length != checkpoint.Length;

    /// <summary>The bytes written since the checkpoint, valid until the next; empty when they don't lie in one piece, as a line always does.</summary>
    public ReadOnlySpan<byte> WrittenSince(ReplyCheckpoint checkpoint)
    {
        long count = BytesSince(checkpoint);
        return count <= _position - _segments[_last].Start ? _buffer.AsSpan(_position - (int)count, (int)count) : default;
    }

    private DeferredLength Defer(byte type)
    {
        if (_buffer.Length - _position < DeferredRoom + HeaderRoom)
            NextChunk(DeferredRoom + HeaderRoom);
        var deferred = new DeferredLength(_last, _position, type);
        _position += DeferredRoom;
        return deferred;
    }

    /// <summary>Cuts a segment in two and leaves out what lies between <paramref name="end"/> and <paramref name="start"/>.</summary>
    private void Split(int index, int end, int start)
    {
        if (_last + 1 == _segments.Length)
            System.Array.Resize(ref _segments, _segments.Length * 2);
        System.Array.Copy(_segments, index, _segments, index + 1, _last - index + 1);
        ref Segment front = ref _segments[index];
        front.End = end;
        _segments[index + 1].Start = start;
        if (index == _last)
            _closedBytes += end - front.Start;
        else
            _closedBytes -= start - end;
        _last++;
    }
}
