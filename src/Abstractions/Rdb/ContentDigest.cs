using System.Security.Cryptography;

namespace CacheStorm;

/// <summary>Redis' order-dependent and order-independent digest of contents, for DEBUG DIGEST. Not thread-safe.</summary>
public sealed class ContentDigest
{
    private readonly byte[] _value = new byte[20];

    /// <summary>The 20 bytes.</summary>
    public ReadOnlySpan<byte> Value => _value;

    /// <summary>All zero again.</summary>
    public void Clear() => Array.Clear(_value);

    /// <summary>Adds a part whose place among others does not matter.</summary>
    /// <param name="part">The part.</param>
    public void AddUnordered(ReadOnlySpan<byte> part)
    {
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(part, hash);
        for (int i = 0; i < 20; i++)
            _value[i] ^= hash[i];
    }

    /// <summary>Adds a part whose place matters.</summary>
    /// <param name="part">The part.</param>
    public void AddOrdered(ReadOnlySpan<byte> part)
    {
        AddUnordered(part);
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(_value, hash);
        hash.CopyTo(_value);
    }

    /// <summary>Adds another digest as it is, its place does not matter.</summary>
    /// <param name="other">The other one.</param>
    public void Combine(ContentDigest other)
    {
        for (int i = 0; i < 20; i++)
            _value[i] ^= other._value[i];
    }
}
