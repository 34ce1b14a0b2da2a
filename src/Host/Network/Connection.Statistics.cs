namespace CacheStorm.Host.Network;

/// <content>What CLIENT LIST and INFO show. Written by the owner, read by any thread, a little out of date at times.</content>
internal abstract partial class Connection
{
    private long _lastInteraction;
    private long _bytesIn;
    private long _bytesOut;
    private long _outputBytes;
    private int _outputChunks;
    private int _inputBytes;
    private int _inputCapacity;

    /// <summary>When the client was last heard of, by <see cref="Environment.TickCount64"/>.</summary>
    public long LastInteraction => Volatile.Read(ref _lastInteraction);

    /// <summary>All bytes that came from the client.</summary>
    public long BytesIn => Volatile.Read(ref _bytesIn);

    /// <summary>All bytes that were sent to the client.</summary>
    public long BytesOut => Volatile.Read(ref _bytesOut);

    /// <summary>Bytes of unfinished commands that are kept.</summary>
    public int InputBytes => Volatile.Read(ref _inputBytes);

    /// <summary>The size of the buffer they are kept in; 0 without any.</summary>
    public int InputCapacity => Volatile.Read(ref _inputCapacity);

    /// <summary>Bytes that wait to be sent: replies the socket didn't take, and messages from other threads.</summary>
    public long PendingOutputBytes => Volatile.Read(ref _outputBytes) + Outbox.Bytes;

    /// <summary>How many chunks and messages those are.</summary>
    public int PendingOutputCount => Volatile.Read(ref _outputChunks) + Outbox.Count;

    private protected void CountInput(int bytes, long now)
    {
        Volatile.Write(ref _bytesIn, _bytesIn + bytes);
        Server.Traffic.CountRead(Worker, bytes);
        Volatile.Write(ref _lastInteraction, now);
    }

    private protected void CountOutput(long bytes)
    {
        Volatile.Write(ref _bytesOut, _bytesOut + bytes);
        Server.Traffic.CountWrite(Worker, bytes);
    }

    /// <summary>Makes the state of the buffers visible to other threads.</summary>
    private protected void PublishBuffers()
    {
        Volatile.Write(ref _inputBytes, Input.Count);
        Volatile.Write(ref _inputCapacity, Input.Capacity);
        long length = Output.Length;
        Volatile.Write(ref _outputBytes, length);
        Volatile.Write(ref _outputChunks, length == 0 ? 0 : Output.SegmentCount);
    }
}
