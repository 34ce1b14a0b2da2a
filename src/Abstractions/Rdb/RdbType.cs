namespace CacheStorm;

/// <summary>Type bytes of Redis' RDB format (version 10 and older), and ours for values of plugins' own types.</summary>
public static class RdbType
{
    /// <summary>A string.</summary>
    public const byte String = 0;
    /// <summary>A list of strings.</summary>
    public const byte List = 1;
    /// <summary>A set of strings.</summary>
    public const byte Set = 2;
    /// <summary>A sorted set with scores as text.</summary>
    public const byte SortedSet = 3;
    /// <summary>A hash of strings.</summary>
    public const byte Hash = 4;
    /// <summary>A sorted set with binary scores.</summary>
    public const byte SortedSet2 = 5;
    /// <summary>A hash as zipmap.</summary>
    public const byte HashZipmap = 9;
    /// <summary>A list as ziplist.</summary>
    public const byte ListZiplist = 10;
    /// <summary>A set as intset.</summary>
    public const byte SetIntset = 11;
    /// <summary>A sorted set as ziplist.</summary>
    public const byte SortedSetZiplist = 12;
    /// <summary>A hash as ziplist.</summary>
    public const byte HashZiplist = 13;
    /// <summary>A list as quicklist of ziplists.</summary>
    public const byte ListQuicklist = 14;
    /// <summary>A stream.</summary>
    public const byte StreamListpacks = 15;
    /// <summary>A hash as listpack.</summary>
    public const byte HashListpack = 16;
    /// <summary>A sorted set as listpack.</summary>
    public const byte SortedSetListpack = 17;
    /// <summary>A list as quicklist of listpacks.</summary>
    public const byte ListQuicklist2 = 18;
    /// <summary>A stream, second form.</summary>
    public const byte StreamListpacks2 = 19;
    /// <summary>A set as listpack (7.2).</summary>
    public const byte SetListpack = 20;
    /// <summary>A value of a plugin's own type: the type's name (string), its version (length), the value's bytes (string).</summary>
    public const byte Custom = 0xE0;
}
