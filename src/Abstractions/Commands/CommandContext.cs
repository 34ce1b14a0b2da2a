namespace CacheStorm;

/// <summary>
/// One call of a command: its arguments, the reply, the keyspace, the client. Owned by the thread that runs the call;
/// valid until the handler returns, then used again for the next call. Handlers must not keep it.
/// </summary>
public sealed class CommandContext
{
    private readonly ICommandBackend _backend;

    internal CommandContext(ICommandBackend backend) => _backend = backend;

    internal ArgumentList Request = null!;
    internal int KeyIndex;
    internal long ChangeCount;
    internal ulong RedactedArguments;
    internal object? Frame;
    internal CommandInfo? Outermost;

    /// <summary>The arguments, the command's name first.</summary>
    public CommandArguments Args => new(this);
    /// <summary>The first key that the command's key specifications name; the first argument when they name none.</summary>
    public ReadOnlySpan<byte> Key => Request[KeyIndex];
    /// <summary>Receives the reply: exactly one value (more only as pushes).</summary>
    public ReplyWriter Reply { get; internal set; } = null!;
    /// <summary>The keys of the client's namespace. Only keys that the command's key specifications name may be touched.</summary>
    public Keyspace Keyspace { get; internal set; } = null!;
    /// <summary>The client that called.</summary>
    public ClientSession Client { get; internal set; } = null!;
    /// <summary>The command that runs.</summary>
    public CommandInfo Command { get; internal set; } = null!;
    /// <summary>The command that the client itself sent: <see cref="Command"/>, or the one that made this call, at whatever depth.</summary>
    public CommandInfo SentCommand => IsNested ? Outermost! : Command;
    /// <summary>What the call passes on to persistence and replicas.</summary>
    public CommandEffects Effects { get; internal set; } = null!;
    /// <summary>The time of this call in Unix milliseconds. Stands still while the call (and what it calls) runs.</summary>
    public long Now { get; internal set; }
    /// <summary>True when another command's handler called this one (a transaction, a script).</summary>
    public bool IsNested { get; internal set; }
    /// <summary>True when the call that made this one said that it is a script's (<see cref="CallOptions.Script"/>).</summary>
    public bool IsScripted { get; internal set; }
    /// <summary>True while nothing else runs on the server; any key may be touched then.</summary>
    public bool IsExclusive { get; internal set; }
    /// <summary>True when the call may park its client: not nested, not inside a transaction or script.</summary>
    public bool CanPark { get; internal set; }
    /// <summary>
    /// True when the client was parked and the call is tried again. What is an error at first may be none now: a client that waits for
    /// a list goes on waiting when the key gets a value of another type.
    /// </summary>
    public bool IsRetry { get; internal set; }
    /// <summary>Memory was full when the client's command began, and nothing could be evicted.</summary>
    public bool IsOutOfMemory => _backend.IsOutOfMemory(this);
    /// <summary>How many changes this call has made to the keyspace so far.</summary>
    public long Changes => _backend.ChangesOf(this);

    /// <summary>Hides an argument (a password) from whoever shows calls to people: MONITOR, the slow log.</summary>
    /// <param name="index">The argument's index, up to 63.</param>
    public void Redact(int index) => RedactedArguments |= 1UL << Math.Min(index, 63);

    /// <summary>Whether an observer must show <c>(redacted)</c> in place of an argument.</summary>
    /// <param name="index">The argument's index.</param>
    public bool IsRedacted(int index) => (RedactedArguments >> Math.Min(index, 63) & 1) != 0;

    /// <summary>
    /// Asks for the whole server, for calls whose arguments reach beyond the declared keys (COPY … DB, SORT … BY).
    /// When it returns false the handler must return at once without having replied or changed anything:
    /// it is called again, alone. Its command has the flag <see cref="CommandFlags.MayRunAlone"/>, else it is refused in transactions.
    /// </summary>
    /// <returns>True when the call already runs alone.</returns>
    public bool EnsureExclusive() => IsExclusive || _backend.RequestExclusive(this);

    /// <summary>
    /// Makes room where memory is limited, for the server or the client's namespace; entries are evicted as need be. For interceptors that
    /// refuse what takes memory: no lock may be held.
    /// </summary>
    /// <returns>False when memory is full and stays so.</returns>
    public bool TryMakeRoom() => _backend.TryMakeRoom(this);

    /// <summary>Runs another command inside this one's locks, as this client.</summary>
    /// <param name="request">The command's name and arguments.</param>
    /// <param name="reply">Receives its reply; may be <see cref="Reply"/>.</param>
    /// <param name="options">Which checks apply.</param>
    /// <returns>
    /// What became of it. Whenever it did not run, <paramref name="reply"/> holds the error; except for
    /// <see cref="CallResult.NotCovered"/>, where nothing was written.
    /// </returns>
    public CallResult Call(ArgumentList request, ReplyWriter reply, CallOptions options = CallOptions.None) =>
        _backend.Call(this, request, reply, options);

    /// <summary>Shows this call to observers before the calls that it is going to make (<see cref="ICommandObserver.Announced"/>).</summary>
    public void Announce() => _backend.Announce(this);

    /// <summary>
    /// Keeps the server answering while a call that can't come to its end goes on: commands flagged <see cref="CommandFlags.AllowBusy"/>
    /// run, all others are refused, until the call has returned. To be called again and again, every few milliseconds. What others send
    /// is read meanwhile, so the call's own state must allow for other handlers to run now, on this thread.
    /// </summary>
    /// <param name="refusal">The error for what can't run, with its code.</param>
    public void ServeOthers(byte[] refusal) => _backend.ServeOthers(this, refusal);

    /// <summary>
    /// Parks the client: the handler returns without a reply and is called again, with the same arguments, whenever one of
    /// the command's keys (see <see cref="SignalReady"/>) may have become ready. Clients of one key are called in the order in which they came.
    /// Only when <see cref="CanPark"/>.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long to wait at most; 0: forever.</param>
    /// <param name="onTimeout">Writes the reply when the time is up.</param>
    public void Park(long timeoutMilliseconds, CommandHandler onTimeout) => _backend.Park(this, timeoutMilliseconds, onTimeout);

    /// <summary>
    /// Parks the client until a plugin completes it by <see cref="ClientSession.Unpark"/> (WAIT, a busy service), the time is up, or it leaves.
    /// </summary>
    /// <param name="timeoutMilliseconds">How long to wait at most; 0: forever.</param>
    /// <param name="onTimeout">Writes the reply when the time is up.</param>
    public void ParkUntilUnparked(long timeoutMilliseconds, CommandHandler onTimeout) =>
        _backend.ParkUntilUnparked(this, timeoutMilliseconds, onTimeout);

    /// <summary>
    /// Says that a key may serve parked clients now. Creating, restoring, renaming or copying an entry says so by itself.
    /// </summary>
    /// <param name="key">A key that this call may touch.</param>
    public void SignalReady(ReadOnlySpan<byte> key) => _backend.SignalReady(this, key);

    /// <summary>True when somebody listens to key events of one of these kinds: lets a handler skip work for nobody.</summary>
    /// <param name="kinds">The kinds.</param>
    public bool HasObserver(KeyEventKinds kinds) => (_backend.ObservedKinds & kinds) != 0;

    /// <summary>Tells the observers (and keyspace notifications) what happened to a key, in Redis' words.</summary>
    /// <param name="kind">The event's class.</param>
    /// <param name="name">The event's name, as <c>set</c> or <c>expire</c>.</param>
    /// <param name="key">The key.</param>
    public void KeyEvent(KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key) =>
        KeyEvent(Keyspace, kind, name, key);

    /// <summary>Tells the observers what happened to a key of another namespace (see <see cref="KeyspaceOf"/>).</summary>
    /// <param name="keyspace">The key's namespace.</param>
    /// <param name="kind">The event's class.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="key">The key.</param>
    public void KeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        if (HasObserver(kind))
            _backend.RaiseKeyEvent(keyspace, kind, name, key);
    }

    /// <summary>Another namespace, for a call that runs alone (<see cref="EnsureExclusive"/>).</summary>
    /// <param name="index">Its index.</param>
    /// <returns>Null when there is no such namespace.</returns>
    /// <exception cref="InvalidOperationException">The call does not run alone.</exception>
    public Keyspace? KeyspaceOf(int index) => _backend.KeyspaceOf(this, index);
}

/// <summary>What became of a nested call.</summary>
public enum CallResult
{
    /// <summary>It ran; its reply may be an error of its own.</summary>
    Ran,
    /// <summary>There is no such command, or the number of arguments is wrong.</summary>
    Invalid,
    /// <summary>An interceptor refused or took it.</summary>
    Refused,
    /// <summary>It touches keys that the locks held don't cover. <see cref="CommandContext.EnsureExclusive"/> would help.</summary>
    NotCovered,
}

/// <summary>Which checks a nested call passes.</summary>
[Flags]
public enum CallOptions
{
    /// <summary>Arity and interceptors, as for a client's own command.</summary>
    None = 0,
    /// <summary>Skips the interceptors: they have seen the command when it was queued.</summary>
    SkipInterceptors = 1,
    /// <summary>The call is a script's: commands flagged <see cref="CommandFlags.NoScript"/> are refused.</summary>
    Script = 2,
    /// <summary>What the call changes is not passed on to the propagation sinks.</summary>
    NotPropagated = 4,
}

/// <summary>What the dispatcher does for a running call.</summary>
internal interface ICommandBackend
{
    KeyEventKinds ObservedKinds { get; }
    bool RequestExclusive(CommandContext context);
    bool TryMakeRoom(CommandContext context);
    CallResult Call(CommandContext context, ArgumentList request, ReplyWriter reply, CallOptions options);
    void Park(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout);
    void ParkUntilUnparked(CommandContext context, long timeoutMilliseconds, CommandHandler onTimeout);
    void SignalReady(CommandContext context, ReadOnlySpan<byte> key);
    void RaiseKeyEvent(Keyspace keyspace, KeyEventKinds kind, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key);
    Keyspace? KeyspaceOf(CommandContext context, int index);
    long ChangesOf(CommandContext context);
    void ServeOthers(CommandContext context, byte[] refusal);
    bool IsOutOfMemory(CommandContext context);
    void Announce(CommandContext context);
}
