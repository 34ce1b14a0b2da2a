namespace CacheStorm.Plugins.Scripting;

/// <summary>The error texts of scripts, as Redis' clients know them.</summary>
internal static class ScriptErrors
{
    public static ReadOnlySpan<byte> StackLimit => "ERR reached lua stack limit"u8;
    public static ReadOnlySpan<byte> NoScript => "NOSCRIPT No matching script. Please use EVAL."u8;
    public static ReadOnlySpan<byte> TooManyKeys => "ERR Number of keys can't be greater than number of args"u8;
    public static ReadOnlySpan<byte> NegativeKeys => "ERR Number of keys can't be negative"u8;
    public static ReadOnlySpan<byte> NoArguments => "ERR Please specify at least one argument for this redis lib call"u8;
    public static ReadOnlySpan<byte> WrongArguments => "ERR Lua redis lib command arguments must be strings or integers"u8;
    public static ReadOnlySpan<byte> UnknownCommand => "ERR Unknown Redis command called from script"u8;
    public static ReadOnlySpan<byte> WrongCount => "ERR Wrong number of args calling Redis command from script"u8;
    public static ReadOnlySpan<byte> NotCovered => "ERR Script used a key that it did not declare, which other clients keep busy; declare all keys"u8;
    public static ReadOnlySpan<byte> ReadOnlyScript => "ERR Write commands are not allowed from read-only scripts."u8;
    public static ReadOnlySpan<byte> WritingScript => "ERR Can not execute a script with write flag using *_ro command."u8;
    public static ReadOnlySpan<byte> InvalidAclCommand => "ERR Invalid command passed to redis.acl_check_cmd()"u8;
    public static ReadOnlySpan<byte> NoFunction => "ERR Function not found"u8;
    public static ReadOnlySpan<byte> BadKeyCount => "ERR Bad number of keys provided"u8;
    public static ReadOnlySpan<byte> NoLibrary => "ERR Library not found"u8;
    public static ReadOnlySpan<byte> FlushOption => "ERR FUNCTION FLUSH only supports SYNC|ASYNC option"u8;
    public static ReadOnlySpan<byte> NoLibraryName => "ERR library name argument was not given"u8;
    public static ReadOnlySpan<byte> WrongDump => "ERR DUMP payload version or checksum are wrong"u8;
    public static ReadOnlySpan<byte> NoFunctionInDump => "ERR given type is not a function"u8;
    public static ReadOnlySpan<byte> BrokenFunctionInDump => "ERR Failed loading library code"u8;
    public static ReadOnlySpan<byte> WrongRestorePolicy => "ERR Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE."u8;
    public static ReadOnlySpan<byte> BusyFunction => "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE."u8;
    public static ReadOnlySpan<byte> NotBusy => "NOTBUSY No scripts in execution right now."u8;
    public static ReadOnlySpan<byte> Unkillable => "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command."u8;
    public static ReadOnlySpan<byte> Killed => "ERR Script killed by user with SCRIPT KILL..."u8;
    public static ReadOnlySpan<byte> Busy => "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."u8;
    public static ReadOnlySpan<byte> OutOfMemory => "ERR not enough memory"u8;
    public static ReadOnlySpan<byte> InternalError => "ERR internal error while running a script; see the server's log"u8;
}
