namespace CacheStorm.Plugins.Eviction;

/// <summary>Least frequently used, by Redis' logarithmic counter in the access word.</summary>
/// <param name="settings">How the counter grows and falls.</param>
public abstract class LfuPolicy(EvictionSettings settings) : EvictionPolicy
{
    private const double MinutesOfWord = 1 << 16;

    /// <inheritdoc/>
    public override bool OwnsAccessWord => true;

    /// <inheritdoc/>
    public override uint OnCreated(ulong keyHash, uint clock) => LogarithmicCounter.Word(LogarithmicCounter.Start, clock);

    /// <inheritdoc/>
    public override uint OnAccess(uint word, ulong keyHash, uint clock)
    {
        int count = LogarithmicCounter.CountOf(word, clock, settings.LfuDecayTime);
        count = LogarithmicCounter.Grow(count, settings.LfuLogFactor, Random.Shared.NextDouble());
        return LogarithmicCounter.Word(count, clock);
    }

    /// <summary>The rarer, the sooner; among equals whoever was left alone longer.</summary>
    public override double Score(in EvictionCandidate candidate) =>
        LogarithmicCounter.Max
        - LogarithmicCounter.CountOf(candidate.AccessWord, candidate.Clock, settings.LfuDecayTime)
        + LogarithmicCounter.MinutesSince(candidate.AccessWord, candidate.Clock) / MinutesOfWord;

    /// <inheritdoc/>
    public override int FrequencyOf(uint word, uint clock) => LogarithmicCounter.CountOf(word, clock, settings.LfuDecayTime);

    /// <inheritdoc/>
    public override uint Adjust(uint word, long idleSeconds, int frequency, uint clock) =>
        frequency >= 0 ? LogarithmicCounter.Word(Math.Min(frequency, LogarithmicCounter.Max), clock) : word;
}

/// <summary><c>allkeys-lfu</c>.</summary>
/// <param name="settings">How the counter grows and falls.</param>
public sealed class AllKeysLfuPolicy(EvictionSettings settings) : LfuPolicy(settings)
{
    /// <inheritdoc/>
    public override string Name => "allkeys-lfu";
}

/// <summary><c>volatile-lfu</c>: among keys with an expiry.</summary>
/// <param name="settings">How the counter grows and falls.</param>
public sealed class VolatileLfuPolicy(EvictionSettings settings) : LfuPolicy(settings)
{
    /// <inheritdoc/>
    public override string Name => "volatile-lfu";
    /// <inheritdoc/>
    public override bool AllKeys => false;
}
