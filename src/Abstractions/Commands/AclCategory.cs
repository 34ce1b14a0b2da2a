namespace CacheStorm;

/// <summary>The ACL categories that Redis knows. Most follow from <see cref="CommandFlags"/> and the group; an attribute adds the rest.</summary>
[Flags]
public enum AclCategory : long
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary><c>@keyspace</c></summary>
    Keyspace = 1L << 0,
    /// <summary><c>@read</c></summary>
    Read = 1L << 1,
    /// <summary><c>@write</c></summary>
    Write = 1L << 2,
    /// <summary><c>@set</c></summary>
    Set = 1L << 3,
    /// <summary><c>@sortedset</c></summary>
    SortedSet = 1L << 4,
    /// <summary><c>@list</c></summary>
    List = 1L << 5,
    /// <summary><c>@hash</c></summary>
    Hash = 1L << 6,
    /// <summary><c>@string</c></summary>
    String = 1L << 7,
    /// <summary><c>@bitmap</c></summary>
    Bitmap = 1L << 8,
    /// <summary><c>@hyperloglog</c></summary>
    HyperLogLog = 1L << 9,
    /// <summary><c>@geo</c></summary>
    Geo = 1L << 10,
    /// <summary><c>@stream</c></summary>
    Stream = 1L << 11,
    /// <summary><c>@pubsub</c></summary>
    PubSub = 1L << 12,
    /// <summary><c>@admin</c></summary>
    Admin = 1L << 13,
    /// <summary><c>@fast</c></summary>
    Fast = 1L << 14,
    /// <summary><c>@slow</c></summary>
    Slow = 1L << 15,
    /// <summary><c>@blocking</c></summary>
    Blocking = 1L << 16,
    /// <summary><c>@dangerous</c></summary>
    Dangerous = 1L << 17,
    /// <summary><c>@connection</c></summary>
    Connection = 1L << 18,
    /// <summary><c>@transaction</c></summary>
    Transaction = 1L << 19,
    /// <summary><c>@scripting</c></summary>
    Scripting = 1L << 20,
}
