namespace CacheStorm.Plugins.HotKeys;

/// <summary>
/// Holds the server's one session and feeds it with what every command cost. Without a session a command is asked whether there is
/// one, no more. START, STOP and RESET take the lock; measuring threads read the session as it stands.
/// </summary>
internal sealed class Profiler(ICommandTable commands, TimeProvider clock) : ICommandObserver
{
    [ThreadStatic]
    private static List<KeyArgument>? s_keys;

    private readonly Lock _gate = new();
    private volatile ProfileSession? _session;
    private volatile bool _isEnabled;

    public bool IsEnabled => _isEnabled;

    /// <summary>A transaction has no keys, what runs in it has.</summary>
    public bool SeesNested => true;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The running or the last session.</summary>
    public ProfileSession? Session
    {
        get
        {
            EndWhenDue();
            return _session;
        }
    }

    /// <summary>Begins a session.</summary>
    /// <returns>False: one is running.</returns>
    public bool Start(ProfileOptions options)
    {
        lock (_gate)
        {
            EndWhenDue();
            if (_isEnabled)
                return false;
            _session = new ProfileSession(options, Now);
            _isEnabled = true;
            return true;
        }
    }

    /// <summary>Ends the session; its result stays.</summary>
    /// <returns>False: none was running.</returns>
    public bool Stop()
    {
        lock (_gate)
        {
            EndWhenDue();
            return End();
        }
    }

    /// <summary>Forgets the last session.</summary>
    /// <returns>False: it is running.</returns>
    public bool Reset()
    {
        lock (_gate)
        {
            EndWhenDue();
            if (_isEnabled)
                return false;
            _session = null;
            return true;
        }
    }

    /// <summary>Ends a session whose duration is over.</summary>
    public void EndWhenDue()
    {
        if (_session is not { IsActive: true } seen || !seen.IsDue(Now))
            return;
        lock (_gate)
        {
            if (_session == seen)
                End();
        }
    }

    public void Executed(CommandContext context, in CommandOutcome outcome)
    {
        if (_session is not { IsActive: true } session || session.IsDue(context.Now) || context.Command.KeySpecs.Count == 0)
            return;
        // A script's keys are its own: they have the time of all that it calls.
        if (context.IsNested && context.SentCommand.KeySpecs.Count != 0)
            return;
        List<KeyArgument> keys = s_keys ??= [];
        keys.Clear();
        if (!commands.TryGetKeys(context.Command, context.Args.List, keys) || keys.Count == 0)
            return;
        long bytes = RequestSize.Of(context.Args.List) + outcome.ReplyBytes;
        if (!session.AddCommand(outcome.Nanoseconds, bytes))
            return;
        foreach (KeyArgument key in keys)
            session.AddKey(context.Args[key.Index], outcome.Nanoseconds / keys.Count, bytes / keys.Count);
    }

    private bool End()
    {
        if (!_isEnabled)
            return false;
        _isEnabled = false;
        _session!.Stop(Now);
        return true;
    }
}
