namespace CacheStorm.Plugins.Hashes;

/// <summary>How a hash is laid out: the entry's encoding number.</summary>
internal static class HashLayout
{
    /// <summary>A listpack of field, value, field, value …</summary>
    public const byte Packed = 0;

    /// <summary>
    /// Eight bytes: the earliest expiry of a field, or an earlier time; then a listpack of field, value, expiry (Unix milliseconds,
    /// 0: none), field …
    /// </summary>
    public const byte PackedWithExpiry = 1;

    /// <summary>A table of fields in native blocks; its root: <see cref="TableRoot"/>.</summary>
    public const byte Table = 2;

    /// <summary>The bytes in front of the listpack of <see cref="PackedWithExpiry"/>.</summary>
    public const int ClockLength = sizeof(long);

    /// <summary>A packed hash never grows over this, whatever the settings say.</summary>
    public const int MaxPackedBytes = 1 << 26;

    /// <summary>The name that OBJECT ENCODING answers.</summary>
    public static string NameOf(byte encoding) => encoding switch
    {
        Packed => "listpack",
        PackedWithExpiry => "listpackex",
        _ => "hashtable",
    };

    /// <summary>Where the listpack begins in the value of a packed hash.</summary>
    public static int PackStart(byte encoding) => encoding == PackedWithExpiry ? ClockLength : 0;

    /// <summary>How many entries of the listpack belong to a field.</summary>
    public static int Stride(byte encoding) => encoding == PackedWithExpiry ? 3 : 2;
}

/// <summary>What became of removing a field.</summary>
internal enum FieldRemoval
{
    /// <summary>There is no such field.</summary>
    Missing,
    /// <summary>It was there, but its time was up.</summary>
    WasExpired,
    /// <summary>It was there.</summary>
    Removed,
}
