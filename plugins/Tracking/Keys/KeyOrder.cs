namespace CacheStorm.Plugins.Tracking;

/// <summary>Keys and prefixes in the order of their bytes, the shorter first.</summary>
internal sealed class KeyOrder : IComparer<byte[]>
{
    public static readonly KeyOrder Instance = new();

    public int Compare(byte[]? one, byte[]? other) => one.AsSpan().SequenceCompareTo(other);
}
