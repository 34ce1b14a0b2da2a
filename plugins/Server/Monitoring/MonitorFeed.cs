namespace CacheStorm.Plugins.Server;

/// <summary>
/// Sends what clients run to those who watch. The list of watchers is an array that is replaced as a whole under the lock and read
/// without it; with nobody in it the feed costs nothing. A watcher may not touch keys itself, as a replica may not.
/// </summary>
internal sealed class MonitorFeed(TimeProvider clock) : ICommandObserver, ISessionObserver, ICommandInterceptor, IReloadHandover
{
    private readonly Lock _gate = new();
    private volatile ClientSession[] _watchers = [];

    /// <inheritdoc/>
    public bool IsEnabled => _watchers.Length != 0;

    /// <summary>The commands of a transaction are shown one by one, before EXEC.</summary>
    public bool SeesNested => true;

    /// <inheritdoc/>
    public int Order => InterceptorOrder.SessionMode;

    /// <inheritdoc/>
    public InterceptorScope Scope => InterceptorScope.Session;

    /// <inheritdoc/>
    public bool AppliesTo(CommandInfo command) => (command.Flags & (CommandFlags.Write | CommandFlags.ReadOnly)) != 0;

    /// <inheritdoc/>
    public InterceptResult Intercept(CommandContext context)
    {
        context.Reply.Error(ErrorText.MonitorTouchesNoKeys);
        return InterceptResult.Rejected;
    }

    /// <summary>Lets a client watch from now on.</summary>
    public void Add(ClientSession client)
    {
        client.Kind = ClientKind.Monitor;
        client.Enable(this);
        lock (_gate)
            _watchers = [.. _watchers, client];
    }

    /// <inheritdoc/>
    public void Executed(CommandContext context, in CommandOutcome outcome)
    {
        if ((context.Command.Flags & (CommandFlags.Admin | CommandFlags.SkipMonitor)) != 0)
            return;
        Show(context);
    }

    /// <summary>A script is shown before what it calls.</summary>
    public void Announced(CommandContext context) => Show(context);

    private void Show(CommandContext context)
    {
        long now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        bool isScripted = context.IsNested && context.IsScripted;
        byte[] line = MonitorLine.Of(context.Args.List, context.Command.FullName, context.Client, now, isScripted);
        foreach (ClientSession watcher in _watchers)
            watcher.Push(line);
    }

    /// <inheritdoc/>
    public void Reset(ClientSession session)
    {
        if (session.Kind != ClientKind.Monitor)
            return;
        session.Disable(this);
        Remove(session);
    }

    /// <inheritdoc/>
    public void Save(ReloadState state) => state.Set("watchers", _watchers);

    /// <inheritdoc/>
    public void Restore(ReloadState state)
    {
        if (!state.TryGet("watchers", out ClientSession[]? watchers))
            return;
        foreach (ClientSession watcher in watchers)
            Add(watcher);
    }

    /// <inheritdoc/>
    public void Closed(ClientSession session)
    {
        if (session.Kind == ClientKind.Monitor)
            Remove(session);
    }

    private void Remove(ClientSession session)
    {
        lock (_gate)
            _watchers = Array.FindAll(_watchers, one => one != session);
    }
}
