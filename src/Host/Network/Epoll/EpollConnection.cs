namespace CacheStorm.Host.Network.Epoll;

/// <summary>A client whose socket is watched by an epoll worker.</summary>
internal sealed unsafe class EpollConnection : Connection
{
    private const int MostVectors = 64;

    private readonly EpollWorker _worker;

    public EpollConnection(NetworkServer server, EpollWorker worker, int socket, AcceptedFrom from)
        : base(server, worker.Index, worker.Chunks)
    {
        _worker = worker;
        Socket = socket;
        RemoteEndPoint = from.Remote;
        LocalEndPoint = from.Local;
        IsLocal = from.IsLocal;
        IsUnixSocket = from.IsUnixSocket;
    }

    public int Socket { get; }

    public override int Descriptor => Socket;

    /// <summary>Its place in the worker's table; -1 before it is there and after it has gone.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>What the kernel was asked to tell.</summary>
    public uint Interest { get; set; }

    /// <summary>Nothing more will come from the client, though it may still read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether it stands in the worker's list of connections to settle.</summary>
    public bool IsDirty { get; set; }

    public override bool Post(Action<Connection, object?> callback, object? state = null)
    {
        if (Slot < 0 && IsClosing)
            return false;
        _worker.Post(this, callback, state);
        return true;
    }

    public override void ServeOthers() => _worker.ServeOthers(this);

    private protected override void Wake() => _worker.Post(this, null, null);

    public void Start() => Begin();

    public void Run(Action<Connection, object?> callback, object? state) => RunPosted(callback, state);

    /// <summary>One read, then whatever commands it brought.</summary>
    public void Receive(byte[] shared, byte* sharedPointer, long now)
    {
        int kept = Input.Count;
        if (kept > EpollWorker.SmallLeftover)
        {
            ReceiveIntoOwn(now);
            return;
        }
        if (kept > 0)
            Input.Bytes.AsSpan(Input.Start, kept).CopyTo(shared);

        nint received = LinuxSockets.Receive(Socket, sharedPointer + kept, shared.Length - kept);
        if (received <= 0)
        {
            Ended(received);
            return;
        }
        if (kept > 0)
            Input.Consume(kept);
        CountInput((int)received, now);
        RunFrom(shared, 0, kept + (int)received);
    }

    private void ReceiveIntoOwn(long now)
    {
        Input.MakeRoom(Session.ExpectedBytes);
        nint received;
        // The buffer may lie in the moving heap when it is large: it is pinned for the length of the call.
        fixed (byte* room = &Input.Bytes[Input.End])
            received = LinuxSockets.Receive(Socket, room, Input.Room);
        if (received <= 0)
        {
            Ended(received);
            return;
        }
        Input.Arrived((int)received);
        CountInput((int)received, now);
        RunArrived();
    }

    private void Ended(nint received)
    {
        if (received is -LinuxSockets.Again or -LinuxSockets.Interrupted)
            return;
        HasEnded = true;
        // A parked client that hangs up is gone; so is one whose connection broke.
        if (received < 0 || IsPaused)
            Close(CloseReason.Disconnected);
    }

    /// <summary>The client said that it sends no more, while we weren't reading.</summary>
    public void HungUp()
    {
        if (IsPaused)
            Close(CloseReason.Disconnected);
    }

    /// <summary>Sends what there is and goes on with held commands, until one of the two has to wait.</summary>
    public void Settle(long now)
    {
        do
        {
            GatherOutput();
            if (Output.Length > 0 && !Flush())
            {
                CheckOutputLimit(now);
                break;
            }
        }
        while (RunHeld());

        if (HasEnded && IsPaused)
            Close(CloseReason.Disconnected); // parked by the last of its commands, with nobody left to wake
        else if (HasEnded && !HasHeldInput)
            CloseAfterFlush(CloseReason.Disconnected);
        PublishBuffers();
    }

    /// <summary>What the worker couldn't do for it ends the connection, never the worker.</summary>
    public void Abort(Exception failure) => Fail(failure);

    public void Tick(long now) => CheckTime(now);

    public void End() => Finish();

    /// <summary>Whether nothing keeps it from being taken down.</summary>
    public bool IsDone => IsClosing && Output.Length == 0;

    public uint WantedInterest()
    {
        uint wanted = Output.Length > 0 ? LinuxSockets.EpollOut : 0;
        if (IsClosing || HasEnded)
            return wanted;
        bool reads = Output.Length < OutputHighWater && !(IsPaused && Input.Count >= ReadAhead);
        return wanted | (reads ? LinuxSockets.EpollIn : IsPaused ? LinuxSockets.EpollReadHangUp : 0);
    }

    /// <returns>Whether everything was taken.</returns>
    private bool Flush()
    {
        while (Output.Length > 0)
        {
            long waiting = Output.Length;
            nint sent = Output.SegmentCount == 1 ? SendOne(Output.GetSegment(0), false) : SendSeveral();
            if (sent < 0)
            {
                if (sent == -LinuxSockets.Interrupted)
                    continue;
                if (sent != -LinuxSockets.Again)
                    Close(CloseReason.Disconnected);
                return false;
            }
            CountOutput(sent);
            bool took = sent == waiting;
            Output.Consume(sent);
            if (!took && sent < _offered)
                return false;
        }
        return true;
    }

    private long _offered;

    private nint SendOne(ArraySegment<byte> segment, bool more)
    {
        _offered = segment.Count;
        fixed (byte* bytes = segment.AsSpan())
            return LinuxSockets.Send(Socket, bytes, segment.Count, more);
    }

    /// <summary>
    /// Chunks of the pool are allocated pinned, so their addresses can be gathered; a large one is sent by itself.
    /// </summary>
    private nint SendSeveral()
    {
        LinuxSockets.IoVector* vectors = stackalloc LinuxSockets.IoVector[MostVectors];
        int segments = Output.SegmentCount;
        int taken = 0;
        int count = 0;
        _offered = 0;
        for (; taken < segments && count < MostVectors; taken++)
        {
            ArraySegment<byte> segment = Output.GetSegment(taken);
            if (segment.Count == 0)
                continue;
            if (segment.Array!.Length != ReplyChunkPool.ChunkSize)
            {
                if (count == 0)
                    return SendOne(segment, taken + 1 < segments);
                break;
            }
            fixed (byte* bytes = segment.AsSpan())
                vectors[count++] = new LinuxSockets.IoVector { Bytes = bytes, Length = (nuint)segment.Count };
            _offered += segment.Count;
        }
        return LinuxSockets.Send(Socket, vectors, count, taken < segments);
    }
}
