namespace CacheStorm.Plugins.Eviction;

/// <summary>Whoever chance picks goes: every sampled entry is as good as another.</summary>
public abstract class RandomPolicy : EvictionPolicy
{
    /// <inheritdoc/>
    public override double Score(in EvictionCandidate candidate) => Random.Shared.NextDouble();
}

/// <summary><c>allkeys-random</c>.</summary>
public sealed class AllKeysRandomPolicy : RandomPolicy
{
    /// <inheritdoc/>
    public override string Name => "allkeys-random";
}

/// <summary><c>volatile-random</c>: among keys with an expiry.</summary>
public sealed class VolatileRandomPolicy : RandomPolicy
{
    /// <inheritdoc/>
    public override string Name => "volatile-random";
    /// <inheritdoc/>
    public override bool AllKeys => false;
}
