using System.IO.Hashing;
using System.Security.Cryptography;

namespace CacheStorm;

/// <summary>The hash of members within collections: XxHash3 with a seed of this process, so that nobody can aim members at one bucket.</summary>
internal static class MemberHash
{
    private static readonly long s_seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    public static ulong Of(ReadOnlySpan<byte> member) => XxHash3.HashToUInt64(member, s_seed);

    /// <summary>The part of a hash that a bucket keeps beside the member, none of which chooses the bucket.</summary>
    public static byte TagOf(ulong hash) => (byte)(hash >> 56);
}
