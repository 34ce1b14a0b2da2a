namespace CacheStorm.Plugins.Bitmaps;

/// <summary>How far a bitmap reaches: Redis' <c>proto-max-bulk-len</c>. Read by all threads, without a lock.</summary>
/// <param name="settings">The server's settings.</param>
internal sealed class BitmapLimits(IConfigRegistry settings)
{
    private const long DefaultMaxLength = 512L << 20;

    // A field that begins in the last byte reaches up to eight bytes further, as in Redis.
    private static readonly long s_longest = Array.MaxLength - 8;

    private readonly ConfigParameter? _maxLength = settings.TryGet("proto-max-bulk-len", out ConfigParameter? found) ? found : null;

    /// <summary>The number of bytes in which a bit offset must lie.</summary>
    public long MaxLength => Math.Min(s_longest, _maxLength?.Value is long length ? length : DefaultMaxLength);
}
