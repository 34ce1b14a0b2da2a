namespace CacheStorm.Plugins.Sets;

/// <summary>The error texts of set commands alone.</summary>
internal static class SetErrors
{
    public static ReadOnlySpan<byte> KeyCountNotPositive => "ERR numkeys should be greater than 0"u8;

    public static ReadOnlySpan<byte> KeyCountTooLarge => "ERR Number of keys can't be greater than number of args"u8;

    public static ReadOnlySpan<byte> LimitNegative => "ERR LIMIT can't be negative"u8;

    public static ReadOnlySpan<byte> RandomCountRange =>
        "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807"u8;

    /// <summary>Ours: Redis goes on until memory ends.</summary>
    public static ReadOnlySpan<byte> ReplyTooLong => "ERR value is out of range, the reply would exceed 256 MB"u8;
}
