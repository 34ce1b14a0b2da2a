namespace CacheStorm.Plugins.HotKeys;

/// <summary>The error texts of HOTKEYS; those of START and RESET are what Redis' clients know.</summary>
internal static class HotKeysErrors
{
    public static ReadOnlySpan<byte> CountOutOfRange => "ERR count must be an integer between 1 and 100, or one of START, STOP, GET, RESET, HELP"u8;
    public static ReadOnlySpan<byte> TooManyArguments => "ERR HOTKEYS takes one count, or a subcommand: START, STOP, GET, RESET, HELP"u8;
    public static ReadOnlySpan<byte> Off => "ERR hot keys are not watched: hotkeys-sample-interval is 0"u8;

    public static ReadOnlySpan<byte> AlreadyStarted => "ERR hotkey tracking session already in progress"u8;
    public static ReadOnlySpan<byte> StillRunning => "ERR hotkey tracking session in progress, stop tracking first"u8;
    public static ReadOnlySpan<byte> MetricsRequired => "ERR METRICS parameter is required"u8;
    public static ReadOnlySpan<byte> MetricsCount => "ERR METRICS count must be > 0 and <= 2"u8;
    public static ReadOnlySpan<byte> MetricsMismatch => "ERR METRICS count does not match number of metric types provided"u8;
    public static ReadOnlySpan<byte> CpuTwice => "ERR METRICS CPU defined more than once!"u8;
    public static ReadOnlySpan<byte> NetTwice => "ERR METRICS NET defined more than once!"u8;
    public static ReadOnlySpan<byte> NoMetrics => "ERR METRICS no valid metrics passed. Supported: CPU|NET"u8;
    public static ReadOnlySpan<byte> Count => "ERR COUNT must be between 1 and 64"u8;
    public static ReadOnlySpan<byte> Duration => "ERR DURATION must be between 1 and 1000000"u8;
    public static ReadOnlySpan<byte> Sample => "ERR SAMPLE ratio must be positive"u8;
    public static ReadOnlySpan<byte> Slots => "ERR SLOTS parameter cannot be used in non-cluster mode"u8;
}
