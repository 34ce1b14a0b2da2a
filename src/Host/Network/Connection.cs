namespace CacheStorm.Host.Network;

/// <summary>
/// One client. It belongs to one worker, and everything here is for that worker's thread, except where it says
/// "any thread". The transports derive from it; the engine sees this class only.
/// </summary>
internal abstract partial class Connection
{
    /// <summary>While more than this waits to be sent, nothing more is read from the client.</summary>
    public const long OutputHighWater = 1 << 20;

    /// <summary>
    /// What a parked client may send ahead before its socket is left alone. Its leaving is noticed as far as its last
    /// bytes fit in here and in the kernel's buffer; TCP doesn't tell of an end behind data that it can't deliver.
    /// </summary>
    internal const int ReadAhead = 1 << 20;

    private protected readonly NetworkServer Server;

    private protected Connection(NetworkServer server, int worker, ReplyChunkPool pool)
    {
        Server = server;
        Worker = worker;
        Output = new ReplyWriter(pool);
        Input = new InputBuffer(pool);
        CreatedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _lastInteraction = Environment.TickCount64;
    }

    /// <summary>Counts up from 1 and is never used again. Any thread.</summary>
    public long Id { get; } = NextId();

    /// <summary>When the client came, in milliseconds since 1970. Any thread.</summary>
    public long CreatedAt { get; }

    /// <summary>The number of the worker that owns it. Any thread.</summary>
    public int Worker { get; }

    /// <summary>The client's end as Redis prints it: <c>127.0.0.1:5000</c>, <c>[::1]:5000</c>, <c>/path:0</c>. Any thread.</summary>
    public string RemoteEndPoint { get; private protected init; } = "";

    /// <summary>Our end, printed the same way. Any thread.</summary>
    public string LocalEndPoint { get; private protected init; } = "";

    public bool IsUnixSocket { get; private protected init; }

    public bool IsTls { get; private protected init; }

    /// <summary>Whether the client is on this machine: what protected mode asks. Any thread.</summary>
    public bool IsLocal { get; private protected init; }

    /// <summary>The number of the client's socket, -1 where there is none to show. Any thread.</summary>
    public virtual int Descriptor => -1;

    /// <summary>The subject of the client's certificate, null without one. Any thread.</summary>
    public virtual string? CertificateSubject => null;

    /// <summary>Where replies go. They are sent when <see cref="ConnectionSession.Process"/> or posted work returns.</summary>
    public ReplyWriter Output { get; }

    /// <summary>The engine's side, once <see cref="IConnectionHandler.Accept"/> has returned.</summary>
    public ConnectionSession Session { get; private set; } = null!;

    /// <summary>Whether no more commands are run until <see cref="ResumeReading"/>.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether the connection is being closed or gone. Any thread.</summary>
    public bool IsClosing => Volatile.Read(ref _closing);

    /// <summary>Whether <see cref="ConnectionSession.Process"/> should return: parked, closing, or much to send.</summary>
    public bool ShouldYield => IsPaused || _closing || Output.Length >= OutputHighWater;

    private protected InputBuffer Input { get; }

    private protected CloseReason CloseReason { get; private set; }

    private bool _closing;
    private bool _dropsOutput;
    private bool _finished;

    /// <summary>
    /// Parks the client: no more commands are run, not even those that have arrived. That it disconnects is noticed
    /// all the same.
    /// </summary>
    public void PauseReading() => IsPaused = true;

    /// <summary>Goes on with what has arrived, once the work at hand returns.</summary>
    public void ResumeReading() => IsPaused = false;

    /// <summary>Ends the connection when everything in the output has been sent. No more commands are run.</summary>
    public void CloseAfterFlush(CloseReason reason = CloseReason.Requested)
    {
        if (_closing)
            return;
        CloseReason = reason;
        Volatile.Write(ref _closing, true);
    }

    /// <summary>Ends the connection and drops what was not sent, whatever is still written at the moment included.</summary>
    public void Close(CloseReason reason = CloseReason.Requested)
    {
        CloseAfterFlush(reason);
        _dropsOutput = true;
        Output.Reset();
        Outbox.Close();
    }

    /// <summary>
    /// Runs the callback on the owner's thread, between the hooks, soon, in the order of posting; then sends what it
    /// wrote. It is not run when the connection is closed before. Any thread.
    /// </summary>
    /// <returns>False when the connection is closed already.</returns>
    public abstract bool Post(Action<Connection, object?> callback, object? state = null);

    /// <summary>Closes from any thread, after what is in the output has been sent if so wished.</summary>
    public void PostClose(bool afterFlush = false) =>
        Post(afterFlush ? static (connection, _) => connection.CloseAfterFlush() : static (connection, _) => connection.Close());

    /// <summary>
    /// From within a command of this connection that goes on and on: serves the other connections of its worker, once around. On the
    /// owner's thread.
    /// </summary>
    public virtual void ServeOthers()
    {
    }

    private protected void Begin()
    {
        Server.Hooks.BatchBegin(Worker);
        try
        {
            Session = Server.Handler.Accept(this);
        }
        catch (Exception failure)
        {
            Session = new FailedSession();
            Fail(failure);
        }
        finally
        {
            Server.Hooks.BatchEnd(Worker);
        }
    }

    /// <summary>Runs the session over the bytes. A session that throws costs its own connection, nobody else's.</summary>
    /// <returns>How many bytes were consumed.</returns>
    private protected int RunSession(byte[] buffer, int start, int count)
    {
        Server.Hooks.BatchBegin(Worker);
        try
        {
            // Whoever asks after somebody else's change was replied to finds first what that change had to tell.
            PlacePushes();
            return Session.Process(buffer, start, count);
        }
        catch (Exception failure)
        {
            Fail(failure);
            return 0;
        }
        finally
        {
            Server.Hooks.BatchEnd(Worker);
        }
    }

    private protected void RunPosted(Action<Connection, object?> callback, object? state)
    {
        if (_finished)
            return;
        Server.Hooks.BatchBegin(Worker);
        try
        {
            callback(this, state);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            Server.Hooks.BatchEnd(Worker);
        }
    }

    /// <summary>Whether the connection's own buffer may hold commands that haven't been tried yet.</summary>
    private protected bool HasHeldInput { get; private set; }

    /// <summary>Runs commands from the connection's own buffer, if it may and there may be any.</summary>
    /// <returns>Whether anything was run.</returns>
    private protected bool RunHeld()
    {
        if (!HasHeldInput || ShouldYield)
            return false;
        HasHeldInput = false;
        if (Input.Count == 0 || Input.Count < Session.ExpectedBytes)
            return false;
        Input.Consume(RunSession(Input.Bytes, Input.Start, Input.Count));
        HasHeldInput = Input.Count > 0 && ShouldYield;
        return true;
    }

    /// <summary>Bytes were put into the connection's own buffer: runs what is whole now.</summary>
    private protected void RunArrived()
    {
        HasHeldInput = true;
        RunHeld();
        CheckQueryBuffer();
    }

    /// <summary>Runs commands from a buffer that isn't the connection's, and keeps what is left.</summary>
    private protected void RunFrom(byte[] buffer, int start, int count)
    {
        int consumed = ShouldYield ? 0 : RunSession(buffer, start, count);
        if (consumed < count && !_closing)
        {
            Input.Append(buffer.AsSpan(start + consumed, count - consumed));
            HasHeldInput = ShouldYield;
            CheckQueryBuffer();
        }
    }

    private void CheckQueryBuffer()
    {
        if (Input.Count > Server.Limits.QueryBufferLimit)
            Close(CloseReason.QueryBufferLimit);
    }

    /// <summary>The last thing that happens to a connection.</summary>
    private protected void Finish()
    {
        if (_finished)
            return;
        _finished = true;
        Volatile.Write(ref _closing, true);
        Outbox.Close();
        Server.Hooks.BatchBegin(Worker);
        try
        {
            Session?.OnClosed(CloseReason);
        }
        catch (Exception failure)
        {
            Server.Handler.OnFailure(this, failure);
        }
        finally
        {
            Server.Hooks.BatchEnd(Worker);
        }
        Output.Reset();
        Input.Free();
        Server.Traffic.CountEnd(CloseReason);
        Server.ConnectionGone();
    }

    /// <summary>Something went wrong outside of the session, such as memory for its bytes: it costs this connection only.</summary>
    private protected void Fail(Exception failure)
    {
        Server.Handler.OnFailure(this, failure);
        Close(CloseReason.Failed);
    }

    private static long s_lastId;

    private static long NextId() => Interlocked.Increment(ref s_lastId);

    private sealed class FailedSession : ConnectionSession
    {
        public override int Process(byte[] buffer, int start, int count) => 0;
    }
}
