namespace CacheStorm.Plugins.Bitmaps;

/// <summary>The error texts that only the bitmap commands have.</summary>
internal static class BitmapErrors
{
    public static ReadOnlySpan<byte> Offset => "ERR bit offset is not an integer or out of range"u8;
    public static ReadOnlySpan<byte> Bit => "ERR bit is not an integer or out of range"u8;
    public static ReadOnlySpan<byte> BitArgument => "ERR The bit argument must be 1 or 0."u8;

    public static ReadOnlySpan<byte> NotNeedsOneSource => "ERR BITOP NOT must be called with a single source key."u8;
    public static ReadOnlySpan<byte> DiffNeedsTwoSources => "ERR BITOP DIFF must be called with at least two source keys."u8;
    public static ReadOnlySpan<byte> Diff1NeedsTwoSources => "ERR BITOP DIFF1 must be called with at least two source keys."u8;
    public static ReadOnlySpan<byte> AndOrNeedsTwoSources => "ERR BITOP ANDOR must be called with at least two source keys."u8;

    public static ReadOnlySpan<byte> FieldType =>
        "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is."u8;
    public static ReadOnlySpan<byte> OverflowType => "ERR Invalid OVERFLOW type specified"u8;
    public static ReadOnlySpan<byte> ReadOnlyField => "ERR BITFIELD_RO only supports the GET subcommand"u8;
}
