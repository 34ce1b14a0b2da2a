using CacheStorm.Host.Commands;
using CacheStorm.Host.Network;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// A client as commands and plugins see it. Its plain members belong to the thread that runs its commands (its worker, or the writer
/// that completes its parked call while it stands still); what other threads use goes through the connection's post box.
/// </summary>
internal sealed class Session : ClientSession
{
    private readonly Engine _engine;
    private ArgumentList? _postponed;
    // The one that was on alone before, kept for the next time: a transaction is on and off all the time.
    private ICommandInterceptor[]? _lone;
    private ParkedCall? _parked;
    private volatile bool _isPostponed;
    private volatile bool _isLeaving;
    private CommandInfo? _lastCommand;
    private long _resumedDeadline;
    private long _commands;

    public Session(Engine engine, Connection connection)
    {
        _engine = engine;
        Connection = connection;
    }

    public Connection Connection { get; }

    /// <summary>Interceptors that see only this client; null when there are none, the common case.</summary>
    public ICommandInterceptor[]? Interceptors { get; private set; }

    public override long Id => Connection.Id;
    public override string RemoteEndPoint => Connection.RemoteEndPoint;
    public override string LocalEndPoint => Connection.LocalEndPoint;
    public override bool IsUnixSocket => Connection.IsUnixSocket;
    public override bool IsTls => Connection.IsTls;
    public override bool IsConnected => !Connection.IsClosing;
    public override DateTimeOffset ConnectedAt => DateTimeOffset.FromUnixTimeMilliseconds(Connection.CreatedAt);
    public override bool IsParked => Volatile.Read(ref _parked) is not null;
    public override bool IsPostponed => _isPostponed;
    public override CommandInfo? LastCommand => Volatile.Read(ref _lastCommand);

    public override int Protocol
    {
        get => Connection.Output.ProtocolVersion;
        set => Connection.Output.ProtocolVersion = value;
    }

    public override ClientStatistics Statistics
    {
        get
        {
            long input = Connection.InputBytes;
            long output = Connection.PendingOutputBytes;
            long now = _engine.Clock.Now;
            return new ClientStatistics
            {
                AgeSeconds = Math.Max(0, now - Connection.CreatedAt) / 1000,
                IdleSeconds = Math.Max(0, Environment.TickCount64 - Connection.LastInteraction) / 1000,
                InputBytes = input,
                InputFree = Math.Max(0, Connection.InputCapacity - input),
                ArgumentBytes = input,
                OutputCapacity = output,
                OutputBytes = output,
                OutputQueued = Connection.PendingOutputCount,
                TotalMemory = FixedBytes + Connection.InputCapacity + output + QueuedBytes,
                NetworkInput = Connection.BytesIn,
                NetworkOutput = Connection.BytesOut,
                Commands = Volatile.Read(ref _commands),
                FileDescriptor = Connection.Descriptor,
                Worker = Connection.Worker,
                Events = output > 0 ? "rw" : "r",
            };
        }
    }

    /// <summary>What a connection costs without its buffers: the objects of the session, the connection and its parser.</summary>
    private const long FixedBytes = 1400;

    public void Count(CommandInfo command)
    {
        _lastCommand = command;
        _commands++;
    }

    public override void Push(ReadOnlyMemory<byte> frame) => Connection.Enqueue(frame);

    public override void PlacePushes()
    {
        // What is written while replies are held back is taken back, and a push must not be. Nor with a reply that is taken back later.
        if (ReplyMode == ClientReplyMode.On && Connection.PlacePushes())
            _engine.Workers[Connection.Worker].ReplyStart = Connection.Output.Checkpoint();
    }

    /// <summary>Its connection ends with the present command: nothing behind it is run.</summary>
    public bool IsLeaving => _isLeaving;

    public override void Close(bool afterReplies)
    {
        _isLeaving = true;
        Connection.PostClose(afterReplies);
    }

    public override void Enable(ICommandInterceptor interceptor)
    {
        if (Interceptors is null)
            Interceptors = _lone is not null && _lone[0] == interceptor ? _lone : _lone = [interceptor];
        else if (Array.IndexOf(Interceptors, interceptor) < 0)
            Interceptors = [.. Interceptors.Append(interceptor).OrderBy(one => one.Order)];
    }

    public override void Disable(ICommandInterceptor interceptor)
    {
        if (Interceptors is null)
            return;
        if (Interceptors.Length == 1)
        {
            if (Interceptors[0] == interceptor)
                Interceptors = null;
            return;
        }
        ICommandInterceptor[] rest = [.. Interceptors.Where(one => one != interceptor)];
        Interceptors = rest.Length == 0 ? null : rest;
    }

    // ---- standing still, and going on

    /// <summary>Stands still until <see cref="Resume"/>; the command is tried again then.</summary>
    public void Postpone(ArgumentList request)
    {
        _postponed = request.Copy();
        _isPostponed = true;
        Connection.PauseReading();
    }

    public override void Resume() => Connection.Post(static (connection, state) =>
    {
        var session = (Session)state!;
        if (!session._isPostponed)
            return;
        session._isPostponed = false;
        session.GoOn();
    }, this);

    /// <summary>Stands still until the call is completed.</summary>
    public void Park(ParkedCall call)
    {
        Volatile.Write(ref _parked, call);
        Connection.PauseReading();
    }

    public override bool Unpark(CommandHandler reply)
    {
        ParkedCall? call = Volatile.Read(ref _parked);
        if (call is null)
            return false;
        lock (call)
        {
            if (!call.TryComplete())
                return false;
        }
        Complete(call, reply);
        return true;
    }

    /// <summary>Ends a parked call that waits for keys of a namespace, if it is such a one. Thread-safe.</summary>
    public void EndParkedIn(int namespaceIndex, CommandHandler reply)
    {
        if (Volatile.Read(ref _parked) is { Keys.Length: > 0 } call && call.Namespace == namespaceIndex)
            Unpark(reply);
    }

    public override bool TimeOutParked()
    {
        ParkedCall? call = Volatile.Read(ref _parked);
        return call is not null && Unpark(call.OnTimeout);
    }

    /// <summary>Ends a call that was claimed: its reply is written on the session's own thread.</summary>
    public void Complete(ParkedCall call, CommandHandler reply)
    {
        _engine.LeaveParkingLot(call);
        Connection.Post((_, _) =>
        {
            _engine.ReplyTo(call, reply);
            EndParked();
        });
    }

    /// <summary>Ends a call that was claimed and has run on another thread.</summary>
    public void Complete(ParkedCall call, byte[] reply)
    {
        _engine.LeaveParkingLot(call);
        Connection.Post((connection, _) =>
        {
            ReplyCheckpoint before = connection.Output.Checkpoint();
            connection.Output.Raw(reply);
            if (ReplyMode != ClientReplyMode.On)
                Engine.HoldReply(this, connection.Output, before);
            EndParked();
        });
    }

    public void Closed() => Withdraw();

    /// <summary>Ends a parked call without a reply, on the session's own thread.</summary>
    /// <returns>False when there is none, or somebody else has ended it: its reply is on the way.</returns>
    public bool Withdraw()
    {
        ParkedCall? call = Volatile.Read(ref _parked);
        if (call is null)
            return false;
        bool claimed;
        lock (call)
            claimed = call.TryComplete();
        if (claimed)
        {
            _engine.LeaveParkingLot(call);
            Connection.ResumeReading();
        }
        if (claimed || Connection.IsClosing)
            EndWait();
        return claimed;
    }

    // ---- a plugin is exchanged; nothing runs meanwhile

    /// <summary>The call that is parked, or null.</summary>
    public ParkedCall? Parked => Volatile.Read(ref _parked);

    /// <summary>Ends a parked call without a reply and runs it again from the start, on the session's own thread, for what is left of its time.</summary>
    public void RunParkedAgain(ParkedCall call)
    {
        lock (call)
        {
            if (!call.TryComplete())
                return;
        }
        _engine.LeaveParkingLot(call);
        _resumedDeadline = call.Deadline;
        Connection.Post((_, _) =>
        {
            EndWait();
            Connection.ResumeReading();
            _engine.RunAgain(this, call.Request);
            _resumedDeadline = 0;
        });
    }

    /// <summary>What is left of a time-out: for a call that is run again because its plugin was exchanged, its clock goes on.</summary>
    public long RestOf(long timeoutMilliseconds)
    {
        long deadline = _resumedDeadline;
        return deadline == 0 ? timeoutMilliseconds : Math.Max(1, deadline - Environment.TickCount64);
    }

    /// <summary>Takes interceptors away that are gone.</summary>
    public void Forget(ICommandInterceptor[] gone)
    {
        _lone = Interceptors?.Length == 1 ? Interceptors : null;
        foreach (ICommandInterceptor interceptor in gone)
            Disable(interceptor);
        if (_lone is not null && Array.IndexOf(gone, _lone[0]) >= 0)
            _lone = null;
    }

    /// <summary>Puts the new description of the command that it ran last in the place of the old one.</summary>
    public void RenewLastCommand(CommandTable table)
    {
        if (_lastCommand is { } last)
            _lastCommand = table.TryFindFull(System.Text.Encoding.UTF8.GetBytes(last.FullName), out CommandEntry? entry) ? entry.Info : null;
    }

    private void EndParked()
    {
        EndWait();
        GoOn();
    }

    private void EndWait()
    {
        if (Interlocked.Exchange(ref _parked, null) is not null)
            _engine.CountParked(-1);
    }

    private void GoOn()
    {
        Connection.ResumeReading();
        if (_postponed is not { } request)
            return;
        _postponed = null;
        _engine.RunAgain(this, request);
    }
}
