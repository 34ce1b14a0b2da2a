namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>
/// The scripts that have run for longer than they should. Entered by the thread of the script, looked at and killed by others, under the lock.
/// </summary>
internal sealed class RunningScripts
{
    private readonly Lock _gate = new();
    private readonly List<RunningScript> _scripts = [];

    public RunningScript Enter(ScriptRun run)
    {
        var script = new RunningScript(run);
        lock (_gate)
            _scripts.Add(script);
        return script;
    }

    public void Leave(RunningScript script)
    {
        lock (_gate)
            _scripts.Remove(script);
    }

    /// <summary>Asks the scripts, or the functions, to end that have not written.</summary>
    public KillOutcome Kill(bool functions)
    {
        lock (_gate)
        {
            KillOutcome outcome = _scripts.Count == 0 ? KillOutcome.NotBusy : KillOutcome.OtherKind;
            foreach (RunningScript script in _scripts)
            {
                if (script.IsFunction != functions)
                    continue;
                if (script.TryKill())
                    outcome = KillOutcome.Killed;
                else if (outcome != KillOutcome.Killed)
                    outcome = KillOutcome.Unkillable;
            }
            return outcome;
        }
    }

    /// <summary>The function that has run for longest, if one runs for too long.</summary>
    public RunningScript? FindFunction()
    {
        lock (_gate)
            return _scripts.Find(static script => script.IsFunction);
    }
}

/// <summary>What became of SCRIPT KILL.</summary>
internal enum KillOutcome
{
    NotBusy,
    /// <summary>What runs is a function where a script was meant, or the other way round.</summary>
    OtherKind,
    Killed,
    Unkillable,
}

/// <summary>A script that runs too long. Two words, each written by one side and read by the other.</summary>
internal sealed class RunningScript
{
    private volatile bool _hasWritten;
    private volatile bool _isKilled;

    public RunningScript(ScriptRun run)
    {
        Name = run.Script.Name;
        IsFunction = run.Script.Library is not null;
        StartedAt = run.StartedAt;
        CommandArguments arguments = run.Context.Args;
        Command = new byte[arguments.Count][];
        for (int i = 0; i < Command.Length; i++)
            Command[i] = arguments[i].ToArray();
    }

    public byte[] Name { get; }

    /// <summary>A function of a library, not a script.</summary>
    public bool IsFunction { get; }

    /// <summary>The call that started it.</summary>
    public byte[][] Command { get; }

    /// <summary>When it began, in the ticks of the stopwatch.</summary>
    public long StartedAt { get; }

    public bool TryKill()
    {
        if (_hasWritten)
            return false;
        _isKilled = true;
        return true;
    }

    /// <summary>The script asks; it says how much it has written.</summary>
    public bool IsKilled(long changes)
    {
        if (changes != 0)
            _hasWritten = true;
        return _isKilled && changes == 0;
    }
}
