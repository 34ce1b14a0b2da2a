namespace CacheStorm.Plugins.Eviction;

/// <summary><c>volatile-ttl</c>: whoever would expire first goes.</summary>
public sealed class TtlPolicy : EvictionPolicy
{
    /// <inheritdoc/>
    public override string Name => "volatile-ttl";
    /// <inheritdoc/>
    public override bool AllKeys => false;
    /// <inheritdoc/>
    public override double Score(in EvictionCandidate candidate) =>
        candidate.ExpireAt < 0 ? double.MinValue : -(double)candidate.ExpireAt;
}
