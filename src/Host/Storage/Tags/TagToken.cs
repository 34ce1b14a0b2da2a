using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using CacheStorm.Host.Storage.Table;

namespace CacheStorm.Host.Storage.Tags;

/// <summary>
/// A token: which process and namespace it was made in, the number of the last invalidation then, and the hashes of its tags. Written in
/// base64url.
/// </summary>
internal static class TagToken
{
    private const int HeaderBytes = 8 + 4 + 8;

    // Numbers begin anew with the process, and so do tokens.
    private static readonly ulong s_process = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    public static byte[] Make(int namespaceIndex, long number, TagNames tags)
    {
        byte[] token = new byte[HeaderBytes + tags.Count * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(token, s_process);
        BinaryPrimitives.WriteInt32LittleEndian(token.AsSpan(8), namespaceIndex);
        BinaryPrimitives.WriteInt64LittleEndian(token.AsSpan(12), number);
        for (int i = 0; i < tags.Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(token.AsSpan(HeaderBytes + i * sizeof(ulong)), KeyHash.Of(tags[i]));
        byte[] text = new byte[Base64Url.GetEncodedLength(token.Length)];
        Base64Url.EncodeToUtf8(token, text);
        return text;
    }

    /// <summary>Whether none of its tags was invalidated since; null: it is no token.</summary>
    public static bool? Holds(ReadOnlySpan<byte> text, int namespaceIndex, ShardSet set)
    {
        if (text.Length > Base64Url.GetEncodedLength(HeaderBytes + TagNames.MaxOfEntry * sizeof(ulong)))
            return null;
        Span<byte> token = stackalloc byte[HeaderBytes + TagNames.MaxOfEntry * sizeof(ulong) + 4];
        if (Base64Url.DecodeFromUtf8(text, token, out _, out int length) != System.Buffers.OperationStatus.Done
            || length < HeaderBytes + sizeof(ulong) || (length - HeaderBytes) % sizeof(ulong) != 0)
            return null;
        long number = BinaryPrimitives.ReadInt64LittleEndian(token[12..]);
        if (BinaryPrimitives.ReadUInt64LittleEndian(token) != s_process || number < set.TagFloor
            || BinaryPrimitives.ReadInt32LittleEndian(token[8..]) != namespaceIndex)
            return false;
        if (set.Tags is not { } tags)
            return true;
        for (int at = HeaderBytes; at < length; at += sizeof(ulong))
        {
            if (tags.LatestOf(BinaryPrimitives.ReadUInt64LittleEndian(token[at..])) > number)
                return false;
        }

        return true;
    }
}
