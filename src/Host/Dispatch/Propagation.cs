using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Passes effects on to the sinks. One lock orders all of them, so every sink sees the same order; it is taken only while somebody
/// listens, by threads that still hold the locks of what they changed.
/// </summary>
internal sealed class Propagation(ILogger<Propagation> log)
{
    private readonly Lock _order = new();
    private volatile IPropagationSink[] _sinks = [];

    /// <summary>True when at least one sink listens.</summary>
    public bool IsWanted
    {
        get
        {
            foreach (IPropagationSink sink in _sinks)
            {
                if (sink.IsEnabled)
                    return true;
            }
            return false;
        }
    }

    public void SetSinks(IEnumerable<IPropagationSink> sinks) => _sinks = [.. sinks];

    public void Flush(EffectLog effects)
    {
        if (effects.Count == 0)
            return;
        lock (_order)
        {
            foreach (IPropagationSink sink in _sinks)
            {
                if (!sink.IsEnabled)
                    continue;
                try
                {
                    sink.Append(effects.Commands);
                }
                catch (Exception failure)
                {
                    log.LogError(failure, "The propagation sink {Sink} failed; what it missed is lost to it.", sink.GetType().FullName);
                }
            }
        }
        effects.Clear();
    }
}
