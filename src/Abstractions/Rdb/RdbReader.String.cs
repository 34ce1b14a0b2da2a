using System.Buffers.Binary;

namespace CacheStorm;

/// <content>Strings in all their forms.</content>
public ref partial struct RdbReader
{
    /// <summary>A string. Memory is taken only for compressed ones, after their length was found to be true, and for integers.</summary>
    /// <param name="value">The bytes; a part of the input where they stand there as they are.</param>
    public bool TryString(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryLength(out ulong length, out bool encoded))
            return false;
        if (!encoded)
            return length <= int.MaxValue && TryRaw((int)length, out value);

        switch (length)
        {
            case RdbEncoding.Int8:
                if (!TryRaw(1, out ReadOnlySpan<byte> bytes))
                    return false;
                value = Decimal((sbyte)bytes[0]);
                return true;
            case RdbEncoding.Int16:
                if (!TryRaw(2, out bytes))
                    return false;
                value = Decimal(BinaryPrimitives.ReadInt16LittleEndian(bytes));
                return true;
            case RdbEncoding.Int32:
                if (!TryRaw(4, out bytes))
                    return false;
                value = Decimal(BinaryPrimitives.ReadInt32LittleEndian(bytes));
                return true;
            case RdbEncoding.Compressed:
                return TryCompressed(out value);
            default:
                return false;
        }
    }

    private bool TryCompressed(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryLength(out ulong compressed) || !TryLength(out ulong length))
            return false;
        if (compressed > int.MaxValue || length > (ulong)Array.MaxLength || !TryRaw((int)compressed, out ReadOnlySpan<byte> bytes))
            return false;
        if (Lzf.ExpandedLength(bytes) != (long)length)
            return false;
        byte[] expanded = new byte[(int)length];
        Lzf.Expand(bytes, expanded);
        value = expanded;
        return true;
    }

    private static byte[] Decimal(int value)
    {
        Span<byte> text = stackalloc byte[Numbers.MaxInt64Length];
        return text[..Numbers.FormatInt64(text, value)].ToArray();
    }
}
