namespace CacheStorm.Plugins.Lists;

/// <summary>The error texts that only the list commands have.</summary>
internal static class ListErrors
{
    public static ReadOnlySpan<byte> LPopArguments => "ERR wrong number of arguments for 'lpop' command"u8;
    public static ReadOnlySpan<byte> RPopArguments => "ERR wrong number of arguments for 'rpop' command"u8;
    public static ReadOnlySpan<byte> KeyCount => "ERR numkeys should be greater than 0"u8;
    public static ReadOnlySpan<byte> PopCount => "ERR count should be greater than 0"u8;
    public static ReadOnlySpan<byte> RankZero => "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list"u8;
    public static ReadOnlySpan<byte> NegativeCount => "ERR COUNT can't be negative"u8;
    public static ReadOnlySpan<byte> NegativeLength => "ERR MAXLEN can't be negative"u8;
}
