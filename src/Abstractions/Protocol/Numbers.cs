using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace CacheStorm;

/// <summary>
/// Numbers as Redis reads and prints them. Nothing here writes a reply; the caller decides what a refusal means.
/// </summary>
public static partial class Numbers
{
    /// <summary>The most bytes that <see cref="FormatInt64"/> writes.</summary>
    public const int MaxInt64Length = 20;

    /// <summary>
    /// Reads an integer as strictly as Redis does: an optional minus, no plus, no spaces, no leading zeros, no
    /// minus zero, nothing beyond 64 bits.
    /// </summary>
    public static bool TryParseInt64(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > MaxInt64Length)
            return false;
        if (text.Length == 1)
        {
            value = text[0] - '0';
            return (ulong)value <= 9;
        }

        bool negative = text[0] == '-';
        int index = negative ? 1 : 0;
        uint first = (uint)text[index] - '0';
        if (first - 1 > 8)
            return false;

        ulong magnitude = first;
        int last = Math.Min(text.Length, index + 18);
        for (index++; index < last; index++)
        {
            uint digit = (uint)text[index] - '0';
            if (digit > 9)
                return false;
            magnitude = magnitude * 10 + digit;
        }
        for (; index < text.Length; index++)
        {
            uint digit = (uint)text[index] - '0';
            if (digit > 9 || magnitude > (ulong.MaxValue - digit) / 10)
                return false;
            magnitude = magnitude * 10 + digit;
        }

        if (negative)
        {
            if (magnitude > 1UL << 63)
                return false;
            value = unchecked(-(long)magnitude);
            return true;
        }
        value = unchecked((long)magnitude);
        return magnitude <= long.MaxValue;
    }

    /// <summary>Writes the integer in decimal and returns how many bytes that took.</summary>
    /// <param name="destination">At least <see cref="MaxInt64Length"/> bytes.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FormatInt64(Span<byte> destination, long value)
    {
        if ((ulong)value <= 9)
        {
            destination[0] = (byte)('0' + value);
            return 1;
        }
        return FormatLong(destination, value);
    }

    /// <summary>How many bytes <see cref="FormatInt64"/> writes.</summary>
    /// <param name="value">The number.</param>
    public static int LengthOfInt64(long value)
    {
        ulong magnitude = value < 0 ? (ulong)-value : (ulong)value;
        int digits = value < 0 ? 2 : 1;
        for (; magnitude >= 10; magnitude /= 10)
            digits++;
        return digits;
    }

    private static int FormatLong(Span<byte> destination, long value)
    {
        if (!Utf8Formatter.TryFormat(value, destination, out int written))
            ThrowTooShort();
        return written;
    }

    private static void ThrowTooShort() =>
        throw new ArgumentException("The destination is too short for the number.");
}
