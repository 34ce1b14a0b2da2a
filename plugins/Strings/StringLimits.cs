namespace CacheStorm.Plugins.Strings;

/// <summary>How long a string may grow: Redis' <c>proto-max-bulk-len</c>. Read by all threads, without a lock.</summary>
internal sealed class StringLimits
{
    /// <summary>Redis' default: 512 MiB.</summary>
    public const long DefaultMaxLength = 512L << 20;

    /// <summary>The most bytes that a command may make a string grow to.</summary>
    public long MaxLength => DefaultMaxLength;

    /// <summary>True when a string of this length is allowed. Both parts are not negative; the sum may overflow.</summary>
    /// <param name="length">What is there, or the offset to write at.</param>
    /// <param name="added">What is added.</param>
    public bool Allows(long length, long added) => (ulong)length + (ulong)added <= (ulong)MaxLength;
}
