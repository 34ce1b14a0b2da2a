namespace CacheStorm.Plugins.Sets;

/// <summary>How a set is laid out: the entry's encoding.</summary>
internal enum SetEncoding : byte
{
    /// <summary>A sorted array of integers in the entry's bytes (<see cref="IntegerSet"/>).</summary>
    Integers = 0,

    /// <summary>A listpack of the members, in the order in which they came, in the entry's bytes.</summary>
    Packed = 1,

    /// <summary>A <see cref="MemberTable"/> without values: its root is the entry's bytes.</summary>
    Table = 2,
}
