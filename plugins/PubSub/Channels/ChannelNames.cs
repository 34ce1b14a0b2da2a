using System.IO.Hashing;
using System.Security.Cryptography;

namespace CacheStorm.Plugins.PubSub.Channels;

/// <summary>
/// Compares names of channels and patterns by their bytes, so that tables keyed by arrays are searched with spans. The hash has a seed
/// drawn at the start: nobody outside can aim names at one bucket.
/// </summary>
internal sealed class ChannelNames : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    private static readonly long s_seed = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    public static ChannelNames Comparer { get; } = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] name) => GetHashCode(name.AsSpan());

    public bool Equals(ReadOnlySpan<byte> name, byte[] other) => name.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<byte> name) => (int)XxHash3.HashToUInt64(name, s_seed);

    public byte[] Create(ReadOnlySpan<byte> name) => name.ToArray();
}
