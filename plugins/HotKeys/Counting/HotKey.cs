namespace CacheStorm.Plugins.HotKeys;

/// <summary>A key and what was counted for it.</summary>
/// <param name="Key">Its bytes.</param>
/// <param name="Amount">Accesses, nanoseconds or bytes.</param>
internal readonly record struct HotKey(byte[] Key, long Amount)
{
    /// <summary>Puts the highest first, equals in the order of their bytes.</summary>
    public static int HighestFirst(HotKey one, HotKey other) => one.Amount != other.Amount
        ? other.Amount.CompareTo(one.Amount)
        : one.Key.AsSpan().SequenceCompareTo(other.Key);

    /// <summary>Leaves the highest of a list, in order.</summary>
    public static List<HotKey> Top(List<HotKey> keys, int count)
    {
        keys.Sort(HighestFirst);
        if (keys.Count > count)
            keys.RemoveRange(count, keys.Count - count);
        return keys;
    }
}
