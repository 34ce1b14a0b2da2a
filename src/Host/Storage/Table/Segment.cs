using System.Runtime.CompilerServices;

namespace CacheStorm.Host.Storage.Table;

/// <summary>
/// An entry of the directory: where a segment's buckets are, how many, and how many bits of the hash all its keys have
/// in common. All in one word, so that a reader without the lock sees one state and not half of two.
/// </summary>
internal readonly unsafe struct Segment(ulong word)
{
    private const int BucketsShift = 48;
    private const int DepthShift = 54;
    private const int TagBits = 16;

    public Segment(ulong* buckets, int count, int depth)
        : this((ulong)buckets | (ulong)(count - 1) << BucketsShift | (ulong)depth << DepthShift)
    {
    }

    public ulong Word { get; } = word;

    public ulong* Buckets => (ulong*)(Word & Bucket.AddressMask);

    /// <summary>How many buckets: 1 to 64.</summary>
    public int Count => (int)(Word >> BucketsShift & 63) + 1;

    /// <summary>How many bits behind the shard's the keys have in common.</summary>
    public int Depth => (int)(Word >> DepthShift);

    public int Bytes => Count * Bucket.Slots * sizeof(ulong);

    /// <summary>The 16 bits of the hash behind the directory's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint TagOf(ulong hash) => (uint)(hash << KeyHash.ShardBits << Depth >> (64 - TagBits));

    /// <summary>The bucket in which a key of this tag belongs; follows the order of the hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int HomeOf(uint tag) => (int)(tag * (uint)Count >> TagBits);

    /// <summary>The lowest tag that belongs in the bucket or beyond; 65,536 behind the last.</summary>
    public uint FirstTagOf(int bucket) => (uint)(((bucket << TagBits) + Count - 1) / Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong* BucketAt(int index) => Buckets + index * Bucket.Slots;
}
