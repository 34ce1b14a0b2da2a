namespace CacheStorm.Host.Network;

/// <summary>Which of the three output limits a client is held to.</summary>
internal enum OutputClass
{
    Normal,
    Replica,
    PubSub,
}

/// <summary>Why a connection ended.</summary>
internal enum CloseReason
{
    /// <summary>The other side went away.</summary>
    Disconnected,

    /// <summary>Our side asked for it: QUIT, CLIENT KILL, a protocol error.</summary>
    Requested,

    /// <summary>Nothing was heard for <c>timeout</c> seconds.</summary>
    Idle,

    /// <summary>The client doesn't read what it is sent.</summary>
    OutputLimit,

    /// <summary>More bytes of an unfinished command than <c>client-query-buffer-limit</c> allows.</summary>
    QueryBufferLimit,

    /// <summary>The session threw.</summary>
    Failed,

    /// <summary>The server stops.</summary>
    Shutdown,
}

/// <summary>Where the network meets the engine: it is asked for a session for each client that connects.</summary>
internal interface IConnectionHandler
{
    /// <summary>
    /// Called on the thread that owns the connection, between the hooks of its worker, before anything is read. To
    /// turn a client away, write the error to <see cref="Connection.Output"/>, call
    /// <see cref="Connection.CloseAfterFlush"/> and return a session all the same.
    /// </summary>
    ConnectionSession Accept(Connection connection);

    /// <summary>The session threw; the connection is being closed. For the log.</summary>
    void OnFailure(Connection connection, Exception failure);
}

/// <summary>
/// The engine's side of one connection. Every method is called on the thread that owns the connection, one at a
/// time, and, unless it says otherwise, between <see cref="IWorkerHooks.BatchBegin"/> and
/// <see cref="IWorkerHooks.BatchEnd"/>; so a session needs no lock for state of its own.
/// </summary>
internal abstract class ConnectionSession
{
    /// <summary>
    /// Parses and runs as many whole commands as there are, replies going to <see cref="Connection.Output"/>.
    /// Stops early when <see cref="Connection.ShouldYield"/> becomes true (parked, closing, or too much output); what
    /// is not consumed is handed in again, later and perhaps in another array, with more behind it.
    /// The array may be written to, and must not be kept beyond the call.
    /// </summary>
    /// <returns>How many bytes were consumed: whole commands only.</returns>
    public abstract int Process(byte[] buffer, int start, int count);

    /// <summary>
    /// What the unfinished command at the front is known to need in all, 0 if unknown
    /// (<see cref="RequestParser.ExpectedBytes"/>). Lets the buffer grow in fewer steps. Read outside of the hooks, too.
    /// </summary>
    public virtual long ExpectedBytes => 0;

    /// <summary>The output limits that hold for the client now. Read outside of the hooks, too.</summary>
    public virtual OutputClass OutputClass => OutputClass.Normal;

    /// <summary>Whether the idle time-out doesn't apply: parked, subscribed, a replica. Read outside of the hooks, too.</summary>
    public virtual bool MayIdle => false;

    /// <summary>Called once, when the connection is gone. Nothing can be sent any more.</summary>
    public virtual void OnClosed(CloseReason reason)
    {
    }
}

/// <summary>
/// What the engine wants to do around the work of a worker: the gate slot is taken in <see cref="BatchBegin"/> and
/// given back in <see cref="BatchEnd"/>. One pair encloses everything that is run for one wake-up of one connection;
/// the replies are sent after the end. A worker number is in use by one thread at a time; pairs don't nest.
/// </summary>
internal interface IWorkerHooks
{
    void BatchBegin(int worker);

    void BatchEnd(int worker);
}

/// <summary>Hooks for tests and tools that have no engine.</summary>
internal sealed class NoWorkerHooks : IWorkerHooks
{
    public void BatchBegin(int worker)
    {
    }

    public void BatchEnd(int worker)
    {
    }
}
