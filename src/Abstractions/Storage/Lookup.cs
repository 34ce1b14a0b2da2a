namespace CacheStorm;

/// <summary>What looking at a key leaves behind.</summary>
[Flags]
public enum Lookup
{
    /// <summary>Nothing: neither hit nor miss counted, access time unchanged.</summary>
    Peek = 0,
    /// <summary>Marks the entry as used now (unless the client asked for NO-TOUCH).</summary>
    Touch = 1,
    /// <summary>Counts a hit or a miss.</summary>
    Count = 2,
    /// <summary>Marks the entry as used now even for a client that asked for NO-TOUCH, as TOUCH does.</summary>
    AlwaysTouch = 4 | Touch,
    /// <summary>Counts a hit or a miss, but tells nobody of a miss: for looking at what is known of a key, as OBJECT does.</summary>
    CountSilently = 8 | Count,
    /// <summary>As a reading command does.</summary>
    Read = Touch | Count,
    /// <summary>As a writing command does.</summary>
    Write = Touch,
}

/// <summary>What was found at a key.</summary>
public enum LookupResult
{
    /// <summary>No such key.</summary>
    Missing,
    /// <summary>A value of the wanted type.</summary>
    Found,
    /// <summary>A value of another type.</summary>
    WrongType,
}

/// <summary>How OBJECT ENCODING names a string.</summary>
public enum StringEncoding : byte
{
    /// <summary>Follows from the value: <c>int</c> for integers, <c>embstr</c> to 44 bytes, else <c>raw</c>.</summary>
    Automatic = 0,
    /// <summary>By length alone: <c>embstr</c> or <c>raw</c>, never <c>int</c>.</summary>
    ByLength = 1,
    /// <summary>Always <c>raw</c>: a string that was modified in place.</summary>
    Raw = 2,
}

/// <summary>What became of adding to a number.</summary>
public enum IncrementResult
{
    /// <summary>Done.</summary>
    Done,
    /// <summary>The key holds another type.</summary>
    WrongType,
    /// <summary>The string is no 64-bit integer.</summary>
    NotInteger,
    /// <summary>The sum would leave the range of 64-bit integers; nothing was changed.</summary>
    Overflow,
}
