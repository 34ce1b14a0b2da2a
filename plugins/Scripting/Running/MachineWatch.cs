using System.Diagnostics;
using CacheStorm.Plugins.Scripting.Lua;

namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>
/// Looks at all Lua states now and then: a script that runs for too long is made to look at the clock itself. Scripts pay nothing for it until
/// then. A timer of its own, since the server's background work waits for scripts that run alone. The lock guards the list; states that are
/// gone drop out of it by themselves.
/// </summary>
internal sealed class MachineWatch(ScriptingSettings settings) : IPluginLifecycle
{
    private const int PeriodMilliseconds = 25;

    private readonly Lock _gate = new();
    private readonly List<WeakReference<LuaMachine>> _machines = [];
    private Timer? _timer;

    /// <summary>What all states take that are open.</summary>
    public long UsedBytes
    {
        get
        {
            long bytes = 0;
            lock (_gate)
            {
                foreach (WeakReference<LuaMachine> reference in _machines)
                {
                    if (reference.TryGetTarget(out LuaMachine? machine))
                        bytes += machine.UsedBytesSeenFromOutside;
                }
            }
            return bytes;
        }
    }

    /// <summary>From now on the state is looked at.</summary>
    public LuaMachine Add(LuaMachine machine)
    {
        lock (_gate)
        {
            _machines.RemoveAll(static one => !one.TryGetTarget(out _));
            _machines.Add(new WeakReference<LuaMachine>(machine));
            _timer ??= new Timer(static watch => ((MachineWatch)watch!).Look(), this, PeriodMilliseconds, PeriodMilliseconds);
        }
        return machine;
    }

    public ValueTask StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
        return default;
    }

    private void Look()
    {
        long limit = settings.BusyThreshold;
        if (limit <= 0 || !_gate.TryEnter())
            return;
        try
        {
            foreach (WeakReference<LuaMachine> reference in _machines)
            {
                if (reference.TryGetTarget(out LuaMachine? machine) && machine.StartedAt is not 0 and long started
                    && Stopwatch.GetElapsedTime(started).TotalMilliseconds >= limit)
                    machine.Watch();
            }
        }
        finally
        {
            _gate.Exit();
        }
    }
}
