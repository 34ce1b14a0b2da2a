using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CacheStorm.Plugins.Scripting.Scripts;

/// <summary>A script's SHA1, by which clients name it.</summary>
internal readonly record struct ScriptDigest(ulong High, ulong Middle, uint Low)
{
    public const int TextLength = 40;

    /// <summary>The digest of a script.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The name that the protocol gives to scripts; nothing is protected by it.")]
    public static ScriptDigest Of(ReadOnlySpan<byte> source)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(source, hash);
        return From(hash);
    }

    /// <summary>Reads forty hexadecimal digits of either case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ScriptDigest digest)
    {
        digest = default;
        if (text.Length != TextLength)
            return false;
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        if (Convert.FromHexString(text, hash, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        digest = From(hash);
        return true;
    }

    /// <summary>The digest in forty lower-case digits.</summary>
    public override string ToString() => $"{High:x16}{Middle:x16}{Low:x8}";

    private static ScriptDigest From(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]), BinaryPrimitives.ReadUInt32BigEndian(hash[16..]));
}
