using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace CacheStorm.Host.Storage.Table;

/// <summary>
/// The hash of a key: XxHash3 with a seed drawn when the process starts, so that nobody outside can aim keys at one
/// shard or one bucket. From the top: 8 bits of shard, the bits of the table's directory, 16 bits of tag.
/// </summary>
internal static class KeyHash
{
    public const int ShardBits = 8;

    private static readonly long _seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ReadOnlySpan<byte> key) => XxHash3.HashToUInt64(key, _seed);

    /// <summary>The hash under a seed of one's own.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, long seed) => XxHash3.HashToUInt64(key, seed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ShardOf(ulong hash) => (int)(hash >> (64 - ShardBits));
}
