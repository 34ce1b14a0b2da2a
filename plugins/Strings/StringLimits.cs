namespace CacheStorm.Plugins.Strings;

/// <summary>How long a string may grow: Redis' <c>proto-max-bulk-len</c>. Read by all threads, without a lock.</summary>
/// <param name="settings">The server's settings.</param>
internal sealed class StringLimits(IConfigRegistry settings)
{
    private const long DefaultMaxLength = 512L << 20;

    private readonly ConfigParameter? _maxLength = settings.TryGet("proto-max-bulk-len", out ConfigParameter? found) ? found : null;

    /// <summary>The most bytes that a command may make a string grow to.</summary>
    public long MaxLength => _maxLength?.Value is long length ? length : DefaultMaxLength;

    /// <summary>True when a string of this length is allowed. Both parts are not negative; the sum may overflow.</summary>
    /// <param name="length">What is there, or the offset to write at.</param>
    /// <param name="added">What is added.</param>
    public bool Allows(long length, long added) => (ulong)length + (ulong)added <= (ulong)MaxLength;
}
