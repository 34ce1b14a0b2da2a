namespace CacheStorm.Plugins.Tags.Changes;

/// <summary>
/// The numbers of invalidations as clients see them. The store counts from 1 when it starts; here each start begins higher than the last one
/// could have ended (a million a second), so a client that remembers a number from before is told that the log doesn't reach back, instead of
/// being given another time's invalidations. Immutable.
/// </summary>
internal sealed class ChangeNumbers(TimeProvider clock)
{
    private const long PerSecond = 1_000_000;

    private readonly long _base = clock.GetUtcNow().ToUnixTimeSeconds() * PerSecond;

    /// <summary>The number that clients see for one of the store's.</summary>
    public long Shown(long number) => _base + number;

    /// <summary>The store's number for one that a client names; negative for one of another time.</summary>
    public long Read(long shown) => shown < _base ? -1 : shown - _base;
}
