namespace CacheStorm;

/// <summary>
/// Sees a command before it runs and may take its place: authentication, transaction queueing, quotas, pauses.
/// Found by scanning the plugin, or registered with its services. Called on I/O threads, several at once; no locks are held yet.
/// A command that no interceptor wants costs nothing. Those of scope <see cref="InterceptorScope.Session"/> come after all checks (access
/// control, memory), the others before them.
/// </summary>
public interface ICommandInterceptor
{
    /// <summary>Lower ones come first; <see cref="InterceptorOrder"/> holds the usual places.</summary>
    int Order { get; }

    /// <summary>When it is asked at all.</summary>
    InterceptorScope Scope { get; }

    /// <summary>Says, once per command and table change, whether the interceptor wants to see the command.</summary>
    /// <param name="command">The command.</param>
    bool AppliesTo(CommandInfo command);

    /// <summary>Sees a call before it runs. When it takes it, the reply is written here.</summary>
    /// <param name="context">The call. No key may be touched.</param>
    InterceptResult Intercept(CommandContext context);

    /// <summary>
    /// A client's command was refused before it ran: it is unknown, its arguments are too many or too few, the client may not run it, memory
    /// is full, an interceptor refused it. Told for the commands that the interceptor is asked about; to one of scope
    /// <see cref="InterceptorScope.Session"/> for whatever its clients send.
    /// </summary>
    /// <param name="client">Who sent it.</param>
    /// <param name="command">The command; null: there is none of that name.</param>
    /// <param name="error">The error that was replied, without the leading dash.</param>
    /// <returns>The error to reply in its place; null: it stays.</returns>
    byte[]? Refused(ClientSession client, CommandInfo? command, ReadOnlySpan<byte> error) => null;
}

/// <summary>When an interceptor is asked.</summary>
public enum InterceptorScope
{
    /// <summary>For every call of the commands it applies to.</summary>
    Always,
    /// <summary>Only while it is switched on by <see cref="IInterceptors.Enable"/>.</summary>
    Switched,
    /// <summary>Only for sessions that it was enabled for by <see cref="ClientSession.Enable"/>.</summary>
    Session,
}

/// <summary>What becomes of a call.</summary>
public enum InterceptResult
{
    /// <summary>It goes on to the next interceptor and its handler.</summary>
    Continue,
    /// <summary>It was answered here (queued, refused, redirected).</summary>
    Handled,
    /// <summary>Refused: as handled, and counted as a rejected call.</summary>
    Rejected,
    /// <summary>Put off: the client stands still until <see cref="ClientSession.Resume"/>, then the same call is tried again.</summary>
    Postpone,
}

/// <summary>The usual places in the order of interceptors.</summary>
public static class InterceptorOrder
{
    /// <summary>Authentication.</summary>
    public const int Authentication = 100;
    /// <summary>Access control.</summary>
    public const int Authorization = 200;
    /// <summary>Restrictions of a connection's mode, as RESP2 subscribers.</summary>
    public const int SessionMode = 300;
    /// <summary>Cluster redirection.</summary>
    public const int Redirection = 400;
    /// <summary>Memory limits.</summary>
    public const int Memory = 500;
    /// <summary>A replica that must not be written to.</summary>
    public const int ReadOnly = 600;
    /// <summary>A script that keeps the server busy.</summary>
    public const int Busy = 700;
    /// <summary>CLIENT PAUSE: before queueing, so that a write of a transaction waits when it is queued, as in Redis.</summary>
    public const int Pause = 750;
    /// <summary>Queueing of transactions.</summary>
    public const int Queue = 800;
}

/// <summary>Switches interceptors of scope <see cref="InterceptorScope.Switched"/>. Thread-safe.</summary>
public interface IInterceptors
{
    /// <summary>From now on the interceptor is asked.</summary>
    /// <param name="interceptor">One that the server knows.</param>
    void Enable(ICommandInterceptor interceptor);

    /// <summary>From now on it is not asked any more.</summary>
    /// <param name="interceptor">One that the server knows.</param>
    void Disable(ICommandInterceptor interceptor);
}
