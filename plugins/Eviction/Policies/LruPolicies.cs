namespace CacheStorm.Plugins.Eviction;

/// <summary>Least recently used: whoever was left alone the longest goes. The server keeps the time of the last use itself.</summary>
public abstract class LruPolicy : EvictionPolicy
{
    /// <inheritdoc/>
    public override double Score(in EvictionCandidate candidate) => unchecked(candidate.Clock - candidate.AccessWord);
}

/// <summary><c>allkeys-lru</c>.</summary>
public sealed class AllKeysLruPolicy : LruPolicy
{
    /// <inheritdoc/>
    public override string Name => "allkeys-lru";
}

/// <summary><c>volatile-lru</c>: among keys with an expiry.</summary>
public sealed class VolatileLruPolicy : LruPolicy
{
    /// <inheritdoc/>
    public override string Name => "volatile-lru";
    /// <inheritdoc/>
    public override bool AllKeys => false;
}
