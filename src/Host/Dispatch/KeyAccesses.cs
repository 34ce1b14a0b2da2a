using Microsoft.Extensions.Logging;

namespace CacheStorm.Host.Dispatch;

/// <summary>
/// Hands sampled key accesses to the plugins that want them. Guarded by its lock; what workers need of it is handed over as a whole.
/// </summary>
internal sealed class KeyAccesses(ILogger<KeyAccesses> log) : IKeyAccesses
{
    private const int LargestInterval = 1 << 30;

    private readonly Lock _gate = new();
    private IKeyAccessSampler[] _samplers = [];

    /// <summary>Receives what is to be sampled from now on; null: nothing.</summary>
    public required Action<KeySampling?> Changed { get; init; }

    public void SetSamplers(IEnumerable<IKeyAccessSampler> samplers)
    {
        lock (_gate)
            _samplers = [.. samplers];
        Refresh();
    }

    public void Refresh()
    {
        lock (_gate)
        {
            var wanting = new List<IKeyAccessSampler>();
            int interval = LargestInterval;
            foreach (IKeyAccessSampler sampler in _samplers)
            {
                if (sampler.Interval is not (> 0 and int wish))
                    continue;
                wanting.Add(sampler);
                interval = Math.Min(interval, wish);
            }
            Changed(wanting.Count == 0 ? null : new KeySampling([.. wanting], interval, log));
        }
    }
}

/// <summary>Who wants samples, and how many. Immutable.</summary>
internal sealed class KeySampling(IKeyAccessSampler[] samplers, int interval, ILogger<KeyAccesses> log)
{
    /// <summary>One of how many accesses is sampled.</summary>
    public readonly int Interval = interval;

    public void Take(int namespaceIndex, ulong keyHash, ReadOnlySpan<byte> key)
    {
        foreach (IKeyAccessSampler sampler in samplers)
        {
            try
            {
                sampler.Sampled(namespaceIndex, keyHash, key, Interval);
            }
            catch (Exception failure)
            {
                log.LogError(failure, "The key access sampler {Sampler} failed.", sampler.GetType().FullName);
            }
        }
    }
}
