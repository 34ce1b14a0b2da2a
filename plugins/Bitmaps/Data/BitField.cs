using System.Buffers.Binary;

namespace CacheStorm.Plugins.Bitmaps;

/// <summary>
/// Integers of 1 to 64 bits at any bit of a string, highest bit first. A field touches at most nine bytes: eight are handled as one
/// word, the ninth holds what the word had no room for.
/// </summary>
internal static class BitField
{
    private const int WordBits = 64;
    private const int WordBytes = 8;

    /// <summary>Reads a field. Bits behind the string's end are clear.</summary>
    /// <param name="bytes">The string.</param>
    /// <param name="offset">The field's first bit.</param>
    /// <param name="type">The field's type.</param>
    public static long Read(ReadOnlySpan<byte> bytes, long offset, FieldType type)
    {
        long first = offset >> 3;
        if (first >= bytes.Length)
            return 0;

        int lead = (int)(offset & 7);
        bytes = bytes[(int)first..];
        ulong field = ReadWord(bytes) << lead;
        if (lead + type.Bits > WordBits && bytes.Length > WordBytes)
            field |= (ulong)bytes[WordBytes] >> (8 - lead);
        int unused = WordBits - type.Bits;
        return type.IsSigned ? (long)field >> unused : (long)(field >> unused);
    }

    /// <summary>Writes a field.</summary>
    /// <param name="bytes">The string; long enough for the field.</param>
    /// <param name="offset">The field's first bit.</param>
    /// <param name="bits">The field's width.</param>
    /// <param name="value">Its low bits are written.</param>
    public static void Write(Span<byte> bytes, long offset, int bits, long value)
    {
        int lead = (int)(offset & 7);
        bytes = bytes[(int)(offset >> 3)..];
        ulong aligned = (ulong)value << (WordBits - bits);
        ulong mask = ulong.MaxValue << (WordBits - bits);
        WriteWord(bytes, (ReadWord(bytes) & ~(mask >> lead)) | aligned >> lead);

        int rest = lead + bits - WordBits;
        if (rest > 0)
            bytes[WordBytes] = (byte)((bytes[WordBytes] & (0xFF >> rest)) | (byte)((ulong)value << (8 - rest)));
    }

    private static ulong ReadWord(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= WordBytes)
            return BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong word = 0;
        for (int i = 0; i < bytes.Length; i++)
            word |= (ulong)bytes[i] << (56 - 8 * i);
        return word;
    }

    private static void WriteWord(Span<byte> bytes, ulong word)
    {
        if (bytes.Length >= WordBytes)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, word);
            return;
        }
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(word >> (56 - 8 * i));
    }
}
