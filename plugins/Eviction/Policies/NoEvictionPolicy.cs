namespace CacheStorm.Plugins.Eviction;

/// <summary><c>noeviction</c>: nothing goes; writes that need memory are refused.</summary>
public sealed class NoEvictionPolicy : EvictionPolicy
{
    /// <inheritdoc/>
    public override string Name => "noeviction";
    /// <inheritdoc/>
    public override bool Evicts => false;
    /// <inheritdoc/>
    public override double Score(in EvictionCandidate candidate) => 0;
}
