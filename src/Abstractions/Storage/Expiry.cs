namespace CacheStorm;

/// <summary>What storing a value does to the key's expiry. The default clears it.</summary>
public readonly struct Expiry : IEquatable<Expiry>
{
    private enum Rule : byte { Clear, Keep, At, IfNew }

    private readonly Rule _rule;

    private Expiry(Rule rule, long unixMilliseconds)
    {
        _rule = rule;
        UnixMilliseconds = unixMilliseconds;
    }

    /// <summary>The key never expires (or by its namespace's default).</summary>
    public static Expiry None => default;

    /// <summary>The key keeps the expiry that it has; a new one has none.</summary>
    public static Expiry Keep => new(Rule.Keep, 0);

    /// <summary>The key expires at a point in time.</summary>
    /// <param name="unixMilliseconds">Unix milliseconds; greater than 0.</param>
    public static Expiry At(long unixMilliseconds) => new(Rule.At, unixMilliseconds);

    /// <summary>A new key expires at a point in time, an existing one keeps what it has.</summary>
    /// <param name="unixMilliseconds">Unix milliseconds; greater than 0.</param>
    public static Expiry AtIfNew(long unixMilliseconds) => new(Rule.IfNew, unixMilliseconds);

    /// <summary>A new key expires after some seconds, an existing one keeps what it has.</summary>
    /// <param name="clock">The clock to count from.</param>
    /// <param name="seconds">Seconds from now.</param>
    public static Expiry IfNew(TimeProvider clock, long seconds) =>
        new(Rule.IfNew, clock.GetUtcNow().ToUnixTimeMilliseconds() + seconds * 1000);

    /// <summary>The point in time, when there is one.</summary>
    public long UnixMilliseconds { get; }

    /// <summary>True when an existing key keeps its expiry.</summary>
    public bool KeepsExisting => _rule is Rule.Keep or Rule.IfNew;

    /// <summary>True when a new key gets <see cref="UnixMilliseconds"/>.</summary>
    public bool AppliesToNew => _rule is Rule.At or Rule.IfNew;

    /// <summary>True when nothing is set and nothing kept: the common case.</summary>
    public bool IsNone => _rule == Rule.Clear;

    /// <inheritdoc/>
    public bool Equals(Expiry other) => _rule == other._rule && UnixMilliseconds == other.UnixMilliseconds;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Expiry other && Equals(other);
    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_rule, UnixMilliseconds);
    /// <summary>Equality.</summary>
    public static bool operator ==(Expiry left, Expiry right) => left.Equals(right);
    /// <summary>Inequality.</summary>
    public static bool operator !=(Expiry left, Expiry right) => !left.Equals(right);
}
