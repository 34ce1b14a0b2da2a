namespace CacheStorm.Plugins.Connection.Clients;

/// <summary>Which commands a pause holds back.</summary>
internal enum PauseMode
{
    None,
    /// <summary>Writes, and what replicas would have to hear of.</summary>
    Write,
    All,
}

/// <summary>
/// The pause that CLIENT PAUSE began: commands that come meanwhile are put off, and their clients go on when it ends.
/// One a server. The end, the mode and the clients that wait are guarded by <see cref="_gate"/>; the mode is also read
/// without it, so that a command never waits for the lock when there is no pause.
/// </summary>
internal sealed class ClientPause : ICommandInterceptor, ISessionObserver, IPluginLifecycle, IReloadHandover, IDisposable
{
    /// <summary>The longest time that a timer can be set to. A longer pause sets it again.</summary>
    private const long LongestTimer = 0xFFFFFFFE;

    private readonly Lock _gate = new();
    private readonly HashSet<ClientSession> _waiting = [];
    private readonly IInterceptors _interceptors;
    private readonly Timer _timer;
    private volatile PauseMode _mode;
    private long _end;

    public ClientPause(IInterceptors interceptors)
    {
        _interceptors = interceptors;
        _timer = new Timer(static state => ((ClientPause)state!).EndWhenOver(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public int Order => InterceptorOrder.Pause;

    public InterceptorScope Scope => InterceptorScope.Switched;

    public bool AppliesTo(CommandInfo command) => true;

    /// <summary>Begins a pause. One that is on already is only ever made longer and stricter.</summary>
    public void Begin(PauseMode mode, long milliseconds)
    {
        long now = Environment.TickCount64;
        long end = unchecked(now + milliseconds);
        lock (_gate)
        {
            bool wasOn = _mode != PauseMode.None;
            if (!wasOn && end <= now)
                return;
            _end = wasOn ? Math.Max(_end, end) : end;
            if (mode > _mode)
                _mode = mode;
            if (!wasOn)
                _interceptors.Enable(this);
            SetTimer(_end - now);
        }
    }

    /// <inheritdoc/>
    public void Save(ReloadState state)
    {
        lock (_gate)
        {
            state.Set("pause mode", (int)_mode);
            state.Set("pause end", _end);
        }
    }

    /// <summary>The pause goes on; clients that wait are tried again by the server, and wait again.</summary>
    public void Restore(ReloadState state)
    {
        if (state.TryGet("pause mode", out int mode) && state.TryGet("pause end", out long end) && mode != (int)PauseMode.None)
            Begin((PauseMode)mode, Math.Max(0, end - Environment.TickCount64));
    }

    /// <summary>Ends the pause, if there is one, and lets the clients go on.</summary>
    public void End()
    {
        ClientSession[] resumed;
        lock (_gate)
        {
            if (_mode == PauseMode.None)
                return;
            _mode = PauseMode.None;
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
            _interceptors.Disable(this);
            resumed = [.. _waiting];
            _waiting.Clear();
        }
        foreach (ClientSession client in resumed)
            client.Resume();
    }

    public InterceptResult Intercept(CommandContext context)
    {
        PauseMode mode = _mode;
        if (mode == PauseMode.None || context.IsNested || context.Client.Kind == ClientKind.Replica)
            return InterceptResult.Continue;
        if (mode == PauseMode.Write && !MayWrite(context))
            return InterceptResult.Continue;
        lock (_gate)
        {
            // It may have ended since: then nobody would wake the client.
            if (_mode == PauseMode.None)
                return InterceptResult.Continue;
            _waiting.Add(context.Client);
        }
        return InterceptResult.Postpone;
    }

    /// <summary>A client that gives up must not be kept until the pause is over.</summary>
    public void Closed(ClientSession session)
    {
        if (_mode == PauseMode.None)
            return;
        lock (_gate)
            _waiting.Remove(session);
    }

    public ValueTask DrainAsync(CancellationToken cancellation)
    {
        End();
        return default;
    }

    public void Dispose() => _timer.Dispose();

    private static bool MayWrite(CommandContext context)
    {
        const CommandFlags writing = CommandFlags.Write | CommandFlags.MayReplicate;
        if ((context.Command.Flags & writing) != 0)
            return true;
        return context.Command.Name == "EXEC" && (context.Client.QueuedFlags & writing) != 0;
    }

    private void EndWhenOver()
    {
        lock (_gate)
        {
            long left = _end - Environment.TickCount64;
            if (_mode == PauseMode.None)
                return;
            if (left > 0)
            {
                SetTimer(left);
                return;
            }
        }
        End();
    }

    private void SetTimer(long milliseconds) =>
        _timer.Change(Math.Clamp(milliseconds, 1, LongestTimer), Timeout.Infinite);
}
