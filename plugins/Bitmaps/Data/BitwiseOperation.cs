namespace CacheStorm.Plugins.Bitmaps;

/// <summary>The operations of BITOP. The later four are Redis 8.2's; X is the first source there, the Ys are the others.</summary>
internal enum BitwiseOperation : byte
{
    And,
    Or,
    Xor,
    Not,
    /// <summary>In X and in no Y.</summary>
    Diff,
    /// <summary>In some Y and not in X.</summary>
    Diff1,
    /// <summary>In X and in some Y.</summary>
    AndOr,
    /// <summary>In exactly one source.</summary>
    One,
}
