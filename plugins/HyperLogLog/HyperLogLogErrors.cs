namespace CacheStorm.Plugins.HyperLogLog;

/// <summary>The error texts that only these commands have.</summary>
internal static class HyperLogLogErrors
{
    public static ReadOnlySpan<byte> NotHyperLogLog => "WRONGTYPE Key is not a valid HyperLogLog string value."u8;
    public static ReadOnlySpan<byte> Corrupted => "INVALIDOBJ Corrupted HLL object detected"u8;

    public static ReadOnlySpan<byte> NoKey => "ERR The specified key does not exist"u8;
    public static ReadOnlySpan<byte> NotSparse => "ERR HLL encoding is not sparse"u8;

    public static ReadOnlySpan<byte> RegisterTestFailed => "TESTFAILED A register does not hold what was stored in it"u8;
    public static ReadOnlySpan<byte> FormTestFailed => "TESTFAILED The dense and the sparse form do not agree"u8;
    public static ReadOnlySpan<byte> EstimateTestFailed => "TESTFAILED The estimate is too far from the number of elements"u8;
}
