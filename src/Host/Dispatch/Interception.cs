using CacheStorm.Host.Commands;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Which interceptors see which command. Kept in each command's entry as an array, made anew when plugins or switches change, so a
/// command that none wants tests one field. Changes are guarded by the lock, readers see an old or a new array.
/// </summary>
internal sealed class Interception : IInterceptors
{
    private readonly Lock _gate = new();
    private readonly HashSet<ICommandInterceptor> _enabled = [];
    private ICommandInterceptor[] _known = [];
    private IReadOnlyCollection<CommandEntry> _entries = [];

    /// <summary>Takes over what plugins have contributed.</summary>
    public void SetInterceptors(IEnumerable<ICommandInterceptor> interceptors)
    {
        lock (_gate)
        {
            _known = [.. interceptors.OrderBy(one => one.Order)];
            _enabled.IntersectWith(_known);
            Apply();
        }
    }

    /// <summary>Takes over a new table of commands.</summary>
    public void SetCommands(IReadOnlyCollection<CommandEntry> entries)
    {
        lock (_gate)
        {
            _entries = entries;
            Apply();
        }
    }

    public void Enable(ICommandInterceptor interceptor)
    {
        lock (_gate)
        {
            _enabled.Add(interceptor);
            Apply();
        }
    }

    public void Disable(ICommandInterceptor interceptor)
    {
        lock (_gate)
        {
            _enabled.Remove(interceptor);
            Apply();
        }
    }

    private void Apply()
    {
        foreach (CommandEntry entry in _entries)
        {
            ICommandInterceptor[] wanted = [.. _known.Where(one => IsOn(one) && one.AppliesTo(entry.Info))];
            entry.Interceptors = wanted;
        }
    }

    private bool IsOn(ICommandInterceptor interceptor) => interceptor.Scope switch
    {
        InterceptorScope.Always => true,
        InterceptorScope.Switched => _enabled.Contains(interceptor),
        _ => false,
    };
}
