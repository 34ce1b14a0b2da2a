namespace CacheStorm;

/// <summary>The special forms of a string in RDB, told by the low six bits of a length whose top bits are both set.</summary>
internal static class RdbEncoding
{
    public const byte Mark = 0xC0;
    public const byte Int8 = 0;
    public const byte Int16 = 1;
    public const byte Int32 = 2;
    public const byte Compressed = 3;

    /// <summary>The longest text that may be written as an integer: the digits of <see cref="int.MinValue"/>.</summary>
    public const int LongestInteger = 11;

    /// <summary>Strings up to this length are never compressed.</summary>
    public const int LongestPlain = 20;
}
