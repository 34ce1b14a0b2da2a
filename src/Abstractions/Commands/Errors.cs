namespace CacheStorm;

/// <summary>The error texts that Redis' clients know, each with its code and without the leading dash.</summary>
public static class Errors
{
    /// <summary>The key holds a value of another type.</summary>
    public static ReadOnlySpan<byte> WrongType => "WRONGTYPE Operation against a key holding the wrong kind of value"u8;
    /// <summary>Options that don't go together or are not known.</summary>
    public static ReadOnlySpan<byte> Syntax => "ERR syntax error"u8;
    /// <summary>An argument or value that should be a 64-bit integer is none.</summary>
    public static ReadOnlySpan<byte> NotInteger => "ERR value is not an integer or out of range"u8;
    /// <summary>An argument or value that should be a floating-point number is none.</summary>
    public static ReadOnlySpan<byte> NotFloat => "ERR value is not a valid float"u8;
    /// <summary>A number must not be negative.</summary>
    public static ReadOnlySpan<byte> MustBePositive => "ERR value is out of range, must be positive"u8;
    /// <summary>A number is out of its range.</summary>
    public static ReadOnlySpan<byte> OutOfRange => "ERR value is out of range"u8;
    /// <summary>An index is out of its range.</summary>
    public static ReadOnlySpan<byte> IndexOutOfRange => "ERR index out of range"u8;
    /// <summary>The key does not exist.</summary>
    public static ReadOnlySpan<byte> NoSuchKey => "ERR no such key"u8;
    /// <summary>Source and destination are the same.</summary>
    public static ReadOnlySpan<byte> SameObject => "ERR source and destination objects are the same"u8;
    /// <summary>A string would grow over <c>proto-max-bulk-len</c>.</summary>
    public static ReadOnlySpan<byte> StringTooLong => "ERR string exceeds maximum allowed size (proto-max-bulk-len)"u8;
    /// <summary>A sum left the range of 64-bit integers.</summary>
    public static ReadOnlySpan<byte> Overflow => "ERR increment or decrement would overflow"u8;
    /// <summary>A cursor is not a number.</summary>
    public static ReadOnlySpan<byte> InvalidCursor => "ERR invalid cursor"u8;
    /// <summary>A database index is out of its range.</summary>
    public static ReadOnlySpan<byte> DbIndexOutOfRange => "ERR DB index is out of range"u8;
    /// <summary>Memory is full and nothing can be evicted.</summary>
    public static ReadOnlySpan<byte> OutOfMemory => "OOM command not allowed when used memory > 'maxmemory'."u8;
    /// <summary>A time-out is not a number.</summary>
    public static ReadOnlySpan<byte> TimeoutNotFloat => "ERR timeout is not a float or out of range"u8;
    /// <summary>A time-out is not an integer.</summary>
    public static ReadOnlySpan<byte> TimeoutNotInteger => "ERR timeout is not an integer or out of range"u8;
    /// <summary>A time-out is negative.</summary>
    public static ReadOnlySpan<byte> TimeoutNegative => "ERR timeout is negative"u8;
    /// <summary>A tag's name is empty or too long.</summary>
    public static ReadOnlySpan<byte> TagLength => "ERR a tag must have 1 to 512 bytes"u8;
    /// <summary>An entry would carry more tags than it can.</summary>
    public static ReadOnlySpan<byte> TooManyTags => "ERR an entry can carry at most 1024 tags"u8;
}
