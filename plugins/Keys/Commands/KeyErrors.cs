namespace CacheStorm.Plugins.Keys;

/// <summary>Redis' error texts that only commands on keys have.</summary>
internal static class KeyErrors
{
    public static ReadOnlySpan<byte> NotInt32 => "ERR value is out of range, value must between -2147483648 and 2147483647"u8;
    public static ReadOnlySpan<byte> NotFlag => "ERR value is out of range, value must between 0 and 1"u8;
    public static ReadOnlySpan<byte> ExpireNxWithOthers => "ERR NX and XX, GT or LT options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> ExpireGtWithLt => "ERR GT and LT options at the same time are not compatible"u8;
    public static ReadOnlySpan<byte> UnsupportedOption => "ERR Unsupported option "u8;
    public static ReadOnlySpan<byte> NotSortable => "ERR One or more scores can't be converted into double"u8;
    public static ReadOnlySpan<byte> NoLists => "ERR no plugin brings lists, which STORE would make"u8;
    public static ReadOnlySpan<byte> BusyKey => "BUSYKEY Target key name already exists."u8;
    public static ReadOnlySpan<byte> InvalidIdleTime => "ERR Invalid IDLETIME value, must be >= 0"u8;
    public static ReadOnlySpan<byte> InvalidFrequency => "ERR Invalid FREQ value, must be >= 0 and <= 255"u8;
    public static ReadOnlySpan<byte> InvalidTtl => "ERR Invalid TTL value, must be >= 0"u8;
    public static ReadOnlySpan<byte> PayloadWrong => "ERR DUMP payload version or checksum are wrong"u8;
    public static ReadOnlySpan<byte> BadFormat => "ERR Bad data format"u8;
    public static ReadOnlySpan<byte> IdleTimeNotTracked =>
        "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."u8;
    public static ReadOnlySpan<byte> FrequencyNotTracked =>
        "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust."u8;
    public static ReadOnlySpan<byte> NoAppendOnlyFile =>
        "ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled."u8;
}
