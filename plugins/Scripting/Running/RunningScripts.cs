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
        var script = new RunningScript(run.Script.Name);
        lock (_gate)
            _scripts.Add(script);
        return script;
    }

    public void Leave(RunningScript script)
    {
        lock (_gate)
            _scripts.Remove(script);
    }

    /// <summary>Asks the scripts to end that have not written.</summary>
    public KillOutcome Kill()
    {
        lock (_gate)
        {
            if (_scripts.Count == 0)
                return KillOutcome.NotBusy;
            bool killed = false;
            foreach (RunningScript script in _scripts)
                killed |= script.TryKill();
            return killed ? KillOutcome.Killed : KillOutcome.Unkillable;
        }
    }
}

/// <summary>What became of SCRIPT KILL.</summary>
internal enum KillOutcome
{
    NotBusy,
    Killed,
    Unkillable,
}

/// <summary>A script that runs too long. Two words, each written by one side and read by the other.</summary>
internal sealed class RunningScript(byte[] name)
{
    private volatile bool _hasWritten;
    private volatile bool _isKilled;

    public byte[] Name => name;

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
