namespace CacheStorm;

/// <summary>
/// The text of a floating-point number as C's <c>strtod</c> reads it: decimal, hexadecimal or infinity, any sign, the
/// whole text and nothing around it. Not-a-number is refused, as Redis does.
/// </summary>
internal struct FloatText
{
    /// <summary>More digits than this are not put into the significand.</summary>
    private const int MaxDecimalDigits = 38;
    private const int MaxHexDigits = 31;

    // Far beyond the range of any type, and far from overflowing an int when digits are counted against it.
    private const int MaxExponent = 100_000_000;

    public bool IsNegative;
    public bool IsInfinity;
    public bool IsHex;

    /// <summary>The leading digits as an integer.</summary>
    public UInt128 Significand;

    /// <summary>What the significand is to be multiplied with: a power of ten, or of two when it is hexadecimal.</summary>
    public int Exponent;

    /// <summary>Whether digits other than zero were left out of the significand.</summary>
    public bool IsTruncated;

    /// <summary>Where in the text the digits and their point stand, without sign, prefix and exponent.</summary>
    public Range Digits;

    /// <summary>The exponent as it was written.</summary>
    public int WrittenExponent;

    public readonly bool IsZero => Significand == UInt128.Zero && !IsTruncated && !IsInfinity;

    public static bool TryRead(ReadOnlySpan<byte> text, out FloatText number)
    {
        number = default;
        int whole = text.Length;
        if (text.IsEmpty)
            return false;
        if (text[0] is (byte)'-' or (byte)'+')
        {
            number.IsNegative = text[0] == '-';
            text = text[1..];
        }
        if (EqualsIgnoreCase(text, "inf"u8) || EqualsIgnoreCase(text, "infinity"u8))
        {
            number.IsInfinity = true;
            return true;
        }
        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x')
        {
            number.IsHex = true;
            text = text[2..];
        }
        int start = whole - text.Length;
        int length = number.ReadDigits(text);
        number.Digits = start..(start + length);
        return length > 0 && number.ReadExponent(text[length..]);
    }

    /// <returns>How many bytes were read; 0 when there is no digit among them.</returns>
    private int ReadDigits(ReadOnlySpan<byte> text)
    {
        int radix = IsHex ? 16 : 10;
        int step = IsHex ? 4 : 1;
        int room = IsHex ? MaxHexDigits : MaxDecimalDigits;
        int index = 0;
        bool any = false;
        bool point = false;
        for (; index < text.Length; index++)
        {
            byte current = text[index];
            if (current == '.' && !point)
            {
                point = true;
                continue;
            }
            int digit = DigitOf(current);
            if (digit < 0 || digit >= radix)
                break;
            any = true;
            if (room > 0 && (digit != 0 || Significand != UInt128.Zero))
                room--;
            else if (Significand != UInt128.Zero)
            {
                // No room: the digit only shifts the others, unless it stands behind the point.
                IsTruncated |= digit != 0;
                if (!point)
                    Exponent += step;
                continue;
            }
            Significand = Significand * (uint)radix + (uint)digit;
            if (point)
                Exponent -= step;
        }
        return any ? index : 0;
    }

    private bool ReadExponent(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return true;
        if ((text[0] | 0x20) != (IsHex ? 'p' : 'e'))
            return false;
        text = text[1..];
        bool negative = false;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            text = text[1..];
        }
        if (text.IsEmpty)
            return false;
        int exponent = 0;
        foreach (byte current in text)
        {
            if (!char.IsAsciiDigit((char)current))
                return false;
            exponent = Math.Min(exponent * 10 + (current - '0'), MaxExponent);
        }
        WrittenExponent = negative ? -exponent : exponent;
        Exponent = Math.Clamp(Exponent + WrittenExponent, -2 * MaxExponent, 2 * MaxExponent);
        return true;
    }

    private static int DigitOf(byte current) => current switch
    {
        >= (byte)'0' and <= (byte)'9' => current - '0',
        >= (byte)'a' and <= (byte)'f' => current - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => current - 'A' + 10,
        _ => -1,
    };

    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        System.Text.Ascii.EqualsIgnoreCase(text, lower);
}
