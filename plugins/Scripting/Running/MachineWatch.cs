using System.Diagnostics;
using CacheStorm.Plugins.Scripting.Lua;

namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>
/// Looks at all Lua states now and then: a script that runs for too long is made to look at the clock. Scripts pay nothing for it until then.
/// The lock guards the list; states that are gone drop out of it by themselves.
/// </summary>
internal sealed class MachineWatch(ScriptingSettings settings) : IBackgroundJob
{
    private readonly Lock _gate = new();
    private readonly List<WeakReference<LuaMachine>> _machines = [];

    public string Name => "scripts";

    public TimeSpan Interval => TimeSpan.FromMilliseconds(20);

    /// <summary>From now on the state is looked at.</summary>
    public LuaMachine Add(LuaMachine machine)
    {
        lock (_gate)
        {
            _machines.RemoveAll(static one => !one.TryGetTarget(out _));
            _machines.Add(new WeakReference<LuaMachine>(machine));
        }
        return machine;
    }

    public void Run(JobBudget budget)
    {
        long limit = settings.BusyThreshold;
        if (limit <= 0)
            return;
        lock (_gate)
        {
            foreach (WeakReference<LuaMachine> reference in _machines)
            {
                if (reference.TryGetTarget(out LuaMachine? machine) && machine.StartedAt is not 0 and long started
                    && Stopwatch.GetElapsedTime(started).TotalMilliseconds >= limit)
                    machine.Watch();
            }
        }
    }
}
