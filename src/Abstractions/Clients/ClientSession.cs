using System.Diagnostics.CodeAnalysis;

namespace CacheStorm;

/// <summary>
/// One connection and its state. Commands of a connection run one after the other, so what a command sets here the next one sees.
/// Members marked thread-safe may be called from anywhere; the others only from the client's own calls.
/// </summary>
public abstract class ClientSession
{
    private object?[] _slots = [];
    private string _extraFlags = "";

    private protected ClientSession() { }

    /// <summary>Observers of this client's calls alone; null when there are none, the common case.</summary>
    internal ISessionCallObserver[]? CallObservers { get; private set; }

    /// <summary>The connection's number: unique, growing, never used again.</summary>
    public abstract long Id { get; }
    /// <summary>The peer as Redis prints it: <c>127.0.0.1:50000</c>, <c>/path/socket:0</c>.</summary>
    public abstract string RemoteEndPoint { get; }
    /// <summary>Our side of the connection, in the same form.</summary>
    public abstract string LocalEndPoint { get; }
    /// <summary>True for a client that came over a unix socket.</summary>
    public abstract bool IsUnixSocket { get; }
    /// <summary>True for a client that came over TLS.</summary>
    public abstract bool IsTls { get; }
    /// <summary>False for the server's own session (jobs, loaders): nobody reads its replies.</summary>
    public abstract bool IsConnected { get; }
    /// <summary>When it connected.</summary>
    public abstract DateTimeOffset ConnectedAt { get; }

    /// <summary>The name given by CLIENT SETNAME, or empty.</summary>
    public string Name { get; set; } = "";
    /// <summary>The library given by CLIENT SETINFO, or empty.</summary>
    public string LibraryName { get; set; } = "";
    /// <summary>The library's version given by CLIENT SETINFO, or empty.</summary>
    public string LibraryVersion { get; set; } = "";
    /// <summary>The user it acts as.</summary>
    public string User { get; set; } = "default";
    /// <summary>True once it has authenticated, or when that is not needed.</summary>
    public bool IsAuthenticated { get; set; } = true;
    /// <summary>The namespace that its commands work on.</summary>
    public int Namespace { get; set; }
    /// <summary>The protocol of its replies: 2 or 3. Takes effect with the next reply, the present one included.</summary>
    public abstract int Protocol { get; set; }
    /// <summary>Its connection is not closed when clients are evicted for memory.</summary>
    public bool NoEvict { get; set; }
    /// <summary>Its reads leave the access time of keys alone.</summary>
    public bool NoTouch { get; set; }
    /// <summary>What becomes of its replies (CLIENT REPLY).</summary>
    public ClientReplyMode ReplyMode { get; set; }
    /// <summary>What kind of client it is; decides its output-buffer limits.</summary>
    public ClientKind Kind { get; set; }

    /// <summary>Channels it subscribes to, for CLIENT LIST.</summary>
    public int Subscriptions { get; set; }
    /// <summary>Patterns it subscribes to.</summary>
    public int PatternSubscriptions { get; set; }
    /// <summary>Shard channels it subscribes to.</summary>
    public int ShardSubscriptions { get; set; }
    /// <summary>Commands queued in its transaction; -1: it has none.</summary>
    public int QueuedCommands { get; set; } = -1;
    /// <summary>Bytes of those.</summary>
    public long QueuedBytes { get; set; }
    /// <summary>The flags of all commands in its transaction together: tells whether EXEC is going to write.</summary>
    public CommandFlags QueuedFlags { get; set; }
    /// <summary>Keys that it watches.</summary>
    public int WatchedKeys { get; set; }
    /// <summary>The client that its invalidation messages go to; -1: no tracking, 0: itself.</summary>
    public long TrackingRedirect { get; set; } = -1;
    /// <summary>Further flag letters for CLIENT LIST that plugins have set, as <c>t</c> for tracking.</summary>
    public string ExtraFlags => Volatile.Read(ref _extraFlags);

    /// <summary>Sets or clears a flag letter for CLIENT LIST. Thread-safe.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="on">Whether it shows.</param>
    public void SetFlag(char letter, bool on)
    {
        string before, after;
        do
        {
            before = ExtraFlags;
            string without = before.Replace(letter.ToString(), "", StringComparison.Ordinal);
            after = on ? without + letter : without;
        }
        while (Interlocked.CompareExchange(ref _extraFlags, after, before) != before);
    }

    /// <summary>True while a command of it is parked. Thread-safe.</summary>
    public abstract bool IsParked { get; }
    /// <summary>True while it stands still because of a postponed command. Thread-safe.</summary>
    public abstract bool IsPostponed { get; }
    /// <summary>The command that it ran last, or runs. Thread-safe.</summary>
    public abstract CommandInfo? LastCommand { get; }
    /// <summary>Its numbers now. Thread-safe.</summary>
    public abstract ClientStatistics Statistics { get; }

    /// <summary>
    /// Sends a finished frame (a push) after all replies to the commands that have run. Order among pushes is kept. Thread-safe.
    /// </summary>
    /// <param name="frame">
    /// The bytes; must not be changed afterwards. May be shared by many sessions. A push in RESP3's form (<c>&gt;3</c> …) reaches clients
    /// that speak RESP2 when it is sent as an array (<c>*3</c> …), so one frame of plain strings and integers serves both.
    /// </param>
    public abstract void Push(ReadOnlyMemory<byte> frame);

    /// <summary>
    /// Puts what was pushed so far in front of what is going to be written: for replies that must not overtake what happened before them,
    /// as that of UNSUBSCRIBE. From the client's own call (not a nested one), while what it has written is whole frames, or nothing.
    /// Does nothing while its replies are held back (<see cref="ReplyMode"/>).
    /// </summary>
    public abstract void PlacePushes();

    /// <summary>Closes the connection. Thread-safe.</summary>
    /// <param name="afterReplies">True: what was replied so far is sent first.</param>
    public abstract void Close(bool afterReplies);

    /// <summary>Completes a parked command. Thread-safe; the first of several to complete it wins.</summary>
    /// <param name="reply">Writes the reply, on the session's own thread.</param>
    /// <returns>False when it was not parked any more.</returns>
    public abstract bool Unpark(CommandHandler reply);

    /// <summary>Ends a parked command as if its time were up. Thread-safe.</summary>
    /// <returns>False when it was not parked any more.</returns>
    public abstract bool TimeOutParked();

    /// <summary>Lets a client with a postponed command go on: the command is tried again. Thread-safe.</summary>
    public abstract void Resume();

    /// <summary>From now on an interceptor of scope <see cref="InterceptorScope.Session"/> sees this client's commands.</summary>
    /// <param name="interceptor">One that the server knows.</param>
    public abstract void Enable(ICommandInterceptor interceptor);

    /// <summary>The interceptor does not see this client's commands any more.</summary>
    /// <param name="interceptor">One that the server knows.</param>
    public abstract void Disable(ICommandInterceptor interceptor);

    /// <summary>From now on the observer sees this client's calls.</summary>
    /// <param name="observer">The observer; nothing happens when it does already.</param>
    public void AddObserver(ISessionCallObserver observer)
    {
        if (CallObservers is null || Array.IndexOf(CallObservers, observer) < 0)
            CallObservers = [.. CallObservers ?? [], observer];
    }

    /// <summary>The observer does not see this client's calls any more.</summary>
    /// <param name="observer">The observer.</param>
    public void RemoveObserver(ISessionCallObserver observer)
    {
        ISessionCallObserver[] rest = Array.FindAll(CallObservers ?? [], one => one != observer);
        CallObservers = rest.Length == 0 ? null : rest;
    }

    /// <summary>A plugin's state of this connection.</summary>
    /// <param name="slot">The plugin's slot.</param>
    /// <param name="state">The state, when it was set.</param>
    public bool TryGet<T>(SessionSlot<T> slot, [NotNullWhen(true)] out T? state) where T : class
    {
        state = slot.Index < _slots.Length ? (T?)_slots[slot.Index] : null;
        return state is not null;
    }

    /// <summary>Sets a plugin's state of this connection.</summary>
    /// <param name="slot">The plugin's slot.</param>
    /// <param name="state">The state; null takes it away.</param>
    public void Set<T>(SessionSlot<T> slot, T? state) where T : class
    {
        if (slot.Index >= _slots.Length)
            Array.Resize(ref _slots, slot.Index + 1);
        _slots[slot.Index] = state;
    }

    /// <summary>Whether there is state in one of these places. While no command runs.</summary>
    internal bool HasStateIn(ReadOnlySpan<int> places)
    {
        foreach (int place in places)
        {
            if (place < _slots.Length && _slots[place] is not null)
                return true;
        }

        return false;
    }

    /// <summary>Takes observers away whose code goes. While no command runs.</summary>
    internal void ForgetObservers(Func<System.Reflection.Assembly, bool> isGone)
    {
        if (CallObservers is null)
            return;
        ISessionCallObserver[] rest = Array.FindAll(CallObservers, one => !isGone(one.GetType().Assembly));
        CallObservers = rest.Length == 0 ? null : rest;
    }

    /// <summary>Forgets what is in these places. While no command runs.</summary>
    internal void ForgetStateIn(ReadOnlySpan<int> places)
    {
        foreach (int place in places)
        {
            if (place < _slots.Length)
                _slots[place] = null;
        }
    }
}

/// <summary>What becomes of a client's replies.</summary>
public enum ClientReplyMode
{
    /// <summary>They are sent.</summary>
    On,
    /// <summary>They are thrown away.</summary>
    Off,
    /// <summary>Set by CLIENT REPLY SKIP: the reply of the next command is thrown away.</summary>
    SkipNext,
    /// <summary>The reply of the present command is thrown away; then On again.</summary>
    Skip,
}

/// <summary>Kinds of clients, with Redis' names for their output-buffer limits.</summary>
public enum ClientKind
{
    /// <summary>An ordinary client.</summary>
    Normal,
    /// <summary>A replica that is fed by us.</summary>
    Replica,
    /// <summary>A subscriber.</summary>
    PubSub,
    /// <summary>Our master.</summary>
    Master,
    /// <summary>A client in MONITOR mode.</summary>
    Monitor,
}

/// <summary>A connection's numbers.</summary>
public readonly record struct ClientStatistics
{
    /// <summary>Seconds since it connected.</summary>
    public long AgeSeconds { get; init; }
    /// <summary>Seconds since its last command.</summary>
    public long IdleSeconds { get; init; }
    /// <summary>Bytes received and not yet run.</summary>
    public long InputBytes { get; init; }
    /// <summary>Free bytes of its input buffer.</summary>
    public long InputFree { get; init; }
    /// <summary>Bytes of a request that is not complete yet.</summary>
    public long ArgumentBytes { get; init; }
    /// <summary>Bytes of the output buffers that it holds.</summary>
    public long OutputCapacity { get; init; }
    /// <summary>Bytes replied and not yet sent.</summary>
    public long OutputBytes { get; init; }
    /// <summary>Pushes queued and not yet sent.</summary>
    public int OutputQueued { get; init; }
    /// <summary>All the memory that it costs.</summary>
    public long TotalMemory { get; init; }
    /// <summary>Bytes received since it connected.</summary>
    public long NetworkInput { get; init; }
    /// <summary>Bytes sent since it connected.</summary>
    public long NetworkOutput { get; init; }
    /// <summary>Commands run since it connected.</summary>
    public long Commands { get; init; }
    /// <summary>The file descriptor, or -1.</summary>
    public int FileDescriptor { get; init; }
    /// <summary>The I/O worker that owns it.</summary>
    public int Worker { get; init; }
    /// <summary>What it waits for: <c>r</c>, <c>rw</c>.</summary>
    public string Events { get; init; }
}
